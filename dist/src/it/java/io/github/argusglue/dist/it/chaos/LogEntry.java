package io.github.argusglue.dist.it.chaos;

import java.time.Instant;

/**
 * One line in the log of an incident.
 *
 * @param ours whether argus-glue wrote it, or else a person
 * @param at when Argus took it
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
