package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** A new folder for one run of something. It stays after the tests, for its logs. */
    static Path fresh(String name) {
        try {
            Path work = named("argusglue.work");
            Files.createDirectories(work);
            return Files.createTempDirectory(work, name + "-");
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
