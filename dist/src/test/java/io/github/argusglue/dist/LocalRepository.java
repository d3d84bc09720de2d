package io.github.argusglue.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository with everything that this build has downloaded, but nothing of argus-glue: that has to come
 * from the archive, and must not stay behind in the local repository of this machine.
 */
public final class LocalRepository implements AutoCloseable {
    private final Path folder;

    private LocalRepository(Path folder) {
        this.folder = folder;
    }

    /** Creates one of symbolic links, in a temporary folder. */
    public static LocalRepository create() throws IOException {
        LocalRepository created = new LocalRepository(Files.createTempDirectory("repository"));
        Path real = Path.of(System.getProperty("user.home"), ".m2", "repository");
        linkAllBut(real, created.folder, List.of("io", "github", "argusglue"));
        return created;
    }

    /** Returns the option that lets Maven use it. */
    public String option() {
        return "-Dmaven.repo.local=" + folder;
    }

    /** Deletes it, and nothing that the links point to. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void linkAllBut(Path real, Path made, List<String> path) throws IOException {
        Files.createDirectories(made);
        try (Stream<Path> children = Files.list(real)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (!name.equals(path.get(0))) {
                    Files.createSymbolicLink(made.resolve(name), child);
                } else if (path.size() > 1) {
                    linkAllBut(child, made.resolve(name), path.subList(1, path.size()));
                }
            }
        }
    }
}
