package io.github.argusglue.plugin.nagios;

import java.time.Instant;

/**
 * A comment on a host or service.
 *
 * @param id identifies the comment to the daemon
 * @param kind why it was made
 * @param author who wrote it
 * @param text what it says
 * @param at when it was written
 */
record Comment(String id, Kind kind, String author, String text, Instant at) {

    /** Why a comment was made: {@code entry_type} of Nagios and Icinga. */
    enum Kind {
        /** By a person. */
        USER,
        /** By the daemon, about a downtime. */
        DOWNTIME,
        /** By the daemon, about flapping. */
        FLAPPING,
        /** With an acknowledgement. */
        ACKNOWLEDGEMENT;

        /** Returns the kind with this number, 1 to 4; any other number is {@link #USER}. */
        public static Kind of(int number) {
            return number >= 1 && number <= values().length ? values()[number - 1] : USER;
        }
    }
}
