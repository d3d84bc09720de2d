package io.github.argusglue.dist.it.chaos;

import java.time.Instant;

/**
 * A line in the log of an incident.
 *
 * @param ours whether argus-glue wrote it; otherwise a person did
 * @param at when Argus received it
 */
record LogEntry(String type, boolean ours, Instant at, String text) {
    boolean is(String wanted) {
        return type.equals(wanted);
    }

    @Override
    public String toString() {
        return at + " " + type + (ours ? "" : " by a person") + (text.isEmpty() ? "" : " '" + text + "'");
    }
}
