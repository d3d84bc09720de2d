package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** Where the build says that things are. */
public final class Folders {
    private Folders() {}

    /** The unpacked program under test. */
    public static Path layout() {
        return named("argusglue.layout");
    }

    /** The lab's scripts. */
    static Path lab() {
        return named("argusglue.lab");
    }

    /** The script that looks at pages in a browser. */
    static Path browser() {
        return named("argusglue.browser");
    }

    /** Where tests may write. */
    static Path work() {
        return named("argusglue.work");
    }

    /** A new folder for one run of something. It stays after the tests, for its logs. */
    public static Path fresh(String name) {
        try {
            // Not a temporary directory of Java's: those are closed to others, and the database runs as a user of its
            // own.
            String unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
            return Files.createDirectories(named("argusglue.work").resolve(unique));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder with all that is in it; nothing if there is none. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path named(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("system property '" + property + "' is not set: run this through Maven");
        }
        return Path.of(value);
    }
}
