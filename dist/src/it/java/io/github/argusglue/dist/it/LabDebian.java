package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A clean Debian 12 with a running systemd, whose network is that of this machine. */
final class LabDebian implements AutoCloseable {
    private final Shell script;
    private final Path folder;
    private final Path dir;

    private LabDebian(Shell script, Path folder) {
        this.script = script;
        this.folder = folder;
        this.dir = folder.resolve("machine");
    }

    static LabDebian start() {
        Shell script = new Shell(Folders.lab().resolve("debian.sh"), Map.of());
        LabDebian debian = new LabDebian(script, Folders.fresh("debian"));
        script.run("start", debian.dir.toString());
        return debian;
    }

    /** Runs a shell command as root and returns its output; fails if the command fails. */
    String run(String command) {
        return script.run("run", dir.toString(), "bash", "-c", command);
    }

    /** Returns where a file of that system is for this process. */
    Path file(String path) {
        return dir.resolve("root").resolve(path.substring(1));
    }

    /** Returns the paths below some folders of that system. */
    Set<String> paths(String... folders) {
        Set<String> paths = new TreeSet<>();
        for (String folder : folders) {
            try {
                Files.walkFileTree(file(folder), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                        return add(path);
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                        return add(path);
                    }

                    private FileVisitResult add(Path path) {
                        paths.add("/" + dir.resolve("root").relativize(path));
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return paths;
    }

    @Override
    public void close() {
        script.run("stop", dir.toString());
        Folders.delete(folder);
    }
}
