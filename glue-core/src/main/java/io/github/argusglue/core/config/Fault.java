package io.github.argusglue.core.config;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with the configuration, and where.
 *
 * @param file as it was given on the command line
 * @param line from 1; 0 if the fault is about the whole file
 * @param column from 1; 0 if the fault is about the whole file
 * @param keyPath such as {@code sources.oslo.interval}; empty if no key is to blame
 * @param message for people, never with a secret in it
 */
public record Fault(String file, int line, int column, String keyPath, String message) {
    public Fault {
        requireNonNull(file, "file is null");
        requireNonNull(keyPath, "keyPath is null");
        requireNonNull(message, "message is null");
    }

    /** Returns a fault of the file as a whole. */
    public static Fault ofFile(String file, String message) {
        return new Fault(file, 0, 0, "", message);
    }

    /** Returns it on one line: {@code argus-glue.toml:12:1: sources.oslo.intervall: unknown key}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ");
        if (!keyPath.isEmpty()) {
            text.append(keyPath).append(": ");
        }
        return text.append(message).toString();
    }
}
