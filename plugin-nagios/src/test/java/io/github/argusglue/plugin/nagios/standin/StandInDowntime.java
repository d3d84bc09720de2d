package io.github.argusglue.plugin.nagios.standin;

/**
 * A planned or running downtime of an object of {@link StandInNagios}.
 *
 * @param service empty for a downtime of the host
 * @param start epoch in seconds
 * @param end epoch in seconds
 * @param commentId the comment that the daemon wrote about it
 * @param inEffect whether it has begun
 */
public record StandInDowntime(
        int id,
        String host,
        String service,
        long start,
        long end,
        String author,
        String text,
        int commentId,
        boolean inEffect) {

    StandInDowntime begun() {
        return new StandInDowntime(id, host, service, start, end, author, text, commentId, true);
    }
}
