package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders that the build sets. */
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

    /** The script that tests the pages in a browser. */
    static Path browser() {
        return named("argusglue.browser");
    }

    /** Which Prism is installed. */
    static Path prism() {
        return named("argusglue.prism");
    }

    /** The folder of the project. */
    static Path checkout() {
        return named("argusglue.checkout");
    }

    /** The folder that tests may write to. */
    static Path work() {
        return named("argusglue.work");
    }

    /** Creates a folder for one run. It stays after the tests, for its logs. */
    public static Path fresh(String name) {
        try {
            // Not a temporary folder of Java, which other users cannot enter: the database runs as its own user.
            String unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
            return Files.createDirectories(named("argusglue.work").resolve(unique));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder with its content, if it exists. */
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
