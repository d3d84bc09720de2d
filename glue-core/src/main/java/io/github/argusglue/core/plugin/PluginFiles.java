package io.github.argusglue.core.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files of one plugin: {@code plugins/NAME/*.jar} or {@code plugins/NAME.jar}.
 *
 * @param name name of the folder or jar
 * @param jars sorted
 */
record PluginFiles(String name, List<Path> jars) {
    private static final String JAR = ".jar";

    /** Returns the plugins in a folder, by name; ignores other files and names that begin with a dot. */
    static List<PluginFiles> in(Path folder) throws IOException {
        List<PluginFiles> found = new ArrayList<>();
        for (Path path : visible(folder)) {
            String name = String.valueOf(path.getFileName());
            if (Files.isDirectory(path)) {
                List<Path> jars =
                        visible(path).stream().filter(PluginFiles::isJar).toList();
                found.add(new PluginFiles(name, jars));
            } else if (isJar(path)) {
                found.add(new PluginFiles(name.substring(0, name.length() - JAR.length()), List.of(path)));
            }
        }
        found.sort(Comparator.comparing(PluginFiles::name));
        return found;
    }

    private static boolean isJar(Path path) {
        return path.toString().endsWith(JAR) && Files.isRegularFile(path);
    }

    private static List<Path> visible(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, path -> !isHidden(path))) {
            stream.forEach(paths::add);
        }
        paths.sort(Comparator.naturalOrder());
        return paths;
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }
}
