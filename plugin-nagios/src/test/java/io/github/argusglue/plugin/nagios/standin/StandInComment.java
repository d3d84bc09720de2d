package io.github.argusglue.plugin.nagios.standin;

/**
 * A comment on an object of {@link StandInNagios}.
 *
 * @param service empty for a comment on the host
 * @param entryType 1 by a person, 2 downtime, 3 flapping, 4 acknowledgement
 * @param at epoch in seconds
 */
public record StandInComment(
        int id, String host, String service, int entryType, boolean persistent, long at, String author, String text) {}
