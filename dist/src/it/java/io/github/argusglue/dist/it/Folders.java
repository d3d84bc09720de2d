package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Where the build says that things are. */
final class Folders {
    private Folders() {}

    /** The unpacked program under test. */
    static Path layout() {
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
    static Path fresh(String name) {
        try {
            // Not a temporary directory of Java's: those are closed to others, and the database runs as a user of its
            // own.
            String unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
            return Files.createDirectories(named("argusglue.work").resolve(unique));
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
