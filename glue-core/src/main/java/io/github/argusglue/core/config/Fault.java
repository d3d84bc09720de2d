package io.github.argusglue.core.config;

import static java.util.Objects.requireNonNull;

/**
 * An error in the configuration, and where it is.
 *
 * @param file file name as given on the command line
 * @param line from 1; 0 if the fault concerns the whole file
 * @param column from 1; 0 if the fault concerns the whole file
 * @param keyPath such as {@code sources.oslo.interval}; empty if the fault concerns no single key
 * @param message message for users; never contains a secret
 */
public record Fault(String file, int line, int column, String keyPath, String message) {
    public Fault {
        requireNonNull(file, "file is null");
        requireNonNull(keyPath, "keyPath is null");
        requireNonNull(message, "message is null");
    }

    /** Returns a fault that concerns the whole file. */
    public static Fault ofFile(String file, String message) {
        return new Fault(file, 0, 0, "", message);
    }

    /** Returns the fault on one line: {@code argus-glue.toml:12:1: sources.oslo.intervall: unknown key}. */
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
