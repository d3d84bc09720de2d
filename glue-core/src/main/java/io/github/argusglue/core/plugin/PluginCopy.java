package io.github.argusglue.core.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of one plugin, opened: private copies, so that replacing a jar in the plugins folder does not affect classes
 * that are loaded later. The copies are deleted as soon as they are open, so nothing has to be removed at the end, nor
 * after a kill, and no cleaner of temporary files can remove them.
 */
final class PluginCopy implements Closeable {
    private static final Logger log = LoggerFactory.getLogger("plugin");
    private static final int BUFFER = 1 << 16;

    private final List<Jar> jars;

    private PluginCopy(List<Jar> jars) {
        this.jars = jars;
    }

    /**
     * One jar.
     *
     * @param original its path in the plugins folder
     * @param file the open copy
     */
    record Jar(Path original, JarFile file) {
        String name() {
            return String.valueOf(original.getFileName());
        }
    }

    /**
     * Copies and opens the jars.
     *
     * @param folder for the copies; if nothing can be written there, the jars are opened where they are
     * @throws RefusedException if a jar cannot be read
     */
    static PluginCopy of(PluginFiles files, Path folder) throws RefusedException {
        List<Jar> jars = new ArrayList<>();
        boolean complete = false;
        try {
            for (Path path : files.jars()) {
                jars.add(new Jar(path, open(path, folder)));
            }
            complete = true;
            return new PluginCopy(List.copyOf(jars));
        } finally {
            if (!complete) {
                new PluginCopy(jars).close();
            }
        }
    }

    private static JarFile open(Path path, Path folder) throws RefusedException {
        try {
            Path copy = copy(path, folder);
            return copy == null ? open(path, ZipFile.OPEN_READ) : openAndDelete(copy);
        } catch (IOException | IllegalArgumentException e) {
            // IllegalArgumentException: entry names with an invalid encoding.
            throw new RefusedException(
                    "'" + path.getFileName() + "' is not a readable jar (" + e.getMessage() + ")", "copy it again");
        }
    }

    private static JarFile openAndDelete(Path copy) throws IOException {
        try {
            return open(copy, ZipFile.OPEN_READ | ZipFile.OPEN_DELETE);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static JarFile open(Path path, int mode) throws IOException {
        return new JarFile(path.toFile(), false, mode, Runtime.version());
    }

    /** Returns the copy; null if it cannot be written. */
    private static @Nullable Path copy(Path path, Path folder) throws IOException, RefusedException {
        BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
        Optional<Path> copy;
        try (InputStream in = Files.newInputStream(path)) {
            copy = write(in, path, folder);
        }
        BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
        if (before.size() != after.size() || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
            if (copy.isPresent()) {
                Files.deleteIfExists(copy.get());
            }
            throw new RefusedException(
                    "'" + path.getFileName() + "' changed while it was read",
                    "try again when it has been copied completely");
        }
        return copy.orElse(null);
    }

    /** Only failures to write are caught here: the plugin can be used without a copy. */
    private static Optional<Path> write(InputStream in, Path path, Path folder) throws IOException {
        @Nullable Path copy = null;
        byte[] buffer = new byte[BUFFER];
        int length = in.read(buffer);
        try {
            copy = Files.createTempFile(folder, "argus-glue-plugin-", ".jar");
            try (OutputStream out = Files.newOutputStream(copy)) {
                while (length >= 0) {
                    out.write(buffer, 0, length);
                    length = read(in, buffer);
                }
            }
            return Optional.of(copy);
        } catch (ReadException e) {
            delete(copy);
            throw e.reason;
        } catch (IOException e) {
            delete(copy);
            log.warn(
                    "cannot copy {} to {}: {}. It is used where it is: do not overwrite it while argus-glue runs. Make"
                            + " room there, or set another folder with -Djava.io.tmpdir=",
                    path,
                    folder,
                    e.toString());
            return Optional.empty();
        }
    }

    private static int read(InputStream in, byte[] buffer) throws ReadException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new ReadException(e);
        }
    }

    private static void delete(@Nullable Path copy) throws IOException {
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }

    /** A jar could not be read, which is told apart from a copy that could not be written. */
    private static final class ReadException extends IOException {
        private static final long serialVersionUID = 1;

        private final IOException reason;

        ReadException(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    List<Jar> jars() {
        return jars;
    }

    /** Returns the first jar that has an entry. */
    Optional<JarFile> jarWith(String entry) {
        return jars.stream()
                .map(Jar::file)
                .filter(jar -> jar.getEntry(entry) != null)
                .findFirst();
    }

    /** Returns a text that is the same for plugins with the same content, whatever their files are named and dated. */
    String fingerprint() {
        long hash = 0;
        for (Jar jar : jars) {
            hash = hash * 31 + fingerprint(jar.file());
        }
        return Long.toHexString(hash);
    }

    /** Returns a number that is the same for jars with the same content. */
    static long fingerprint(JarFile jar) {
        long content = 0;
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            content = content * 31 + entry.getName().hashCode();
            content = content * 31 + entry.getCrc();
            content = content * 31 + entry.getSize();
        }
        return content;
    }

    @Override
    public void close() {
        for (Jar jar : jars) {
            try {
                jar.file().close();
            } catch (IOException e) {
                log.debug("cannot close {}", jar.name(), e);
            }
        }
    }
}
