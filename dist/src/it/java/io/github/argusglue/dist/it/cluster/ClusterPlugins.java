package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.dist.it.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The plugins of the processes: the one for the sources, and the engine that is published beside the archive. */
final class ClusterPlugins {
    private ClusterPlugins() {}

    /** Copies them into a new folder below another one, and returns it. */
    static Path copy(Path folder) throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Path generic = Files.createDirectories(plugins.resolve("generic"));
        try (Stream<Path> jars = Files.list(Folders.layout().resolve("plugins/generic"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, generic.resolve(jar.getFileName()));
            }
        }
        Path engine = Files.createDirectories(plugins.resolve("cluster-etcd"));
        Path target = Folders.layout().resolveSibling(".");
        try (DirectoryStream<Path> zips = Files.newDirectoryStream(target, "argus-glue-cluster-etcd-*.zip")) {
            for (Path zip : zips) {
                unpack(zip, engine);
            }
        }
        return plugins;
    }

    private static void unpack(Path zip, Path into) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!entry.isDirectory()) {
                    Path file = into.resolve(entry.getName()).normalize();
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
    }
}
