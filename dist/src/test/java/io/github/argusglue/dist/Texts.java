package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits for what a process writes to a file. */
final class Texts {
    private Texts() {}

    /** Returns the first part of the file that matches. */
    static String await(Path file, String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            String text = Files.readString(file);
            Matcher found = wanted.matcher(text);
            if (found.find()) {
                return found.group();
            }
            assertTrue(System.nanoTime() < deadline, () -> "no '" + pattern + "' in: " + text);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
