package io.github.argusglue.plugin.nagios.standin;

/**
 * Something that happened in {@link StandInNagios}.
 *
 * @param kind what it was
 * @param line for {@link Kind#LOG} the line as it is in nagios.log, without a line feed; else empty
 */
public record StandInEvent(Kind kind, String line) {

    /** What happened; in lower case these are the names of Livestatus's triggers. */
    public enum Kind {
        CHECK,
        STATE,
        LOG,
        COMMENT,
        DOWNTIME,
        COMMAND,
        /** The daemon started, stopped, or read its configuration again. */
        PROGRAM
    }
}
