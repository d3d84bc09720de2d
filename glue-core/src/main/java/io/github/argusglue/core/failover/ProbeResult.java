package io.github.argusglue.core.failover;

/**
 * The result of one check of a primary.
 *
 * @param kind whether the primary is up
 * @param text the same as text, to follow "the primary"
 * @param uptime uptime in seconds that the primary reports; -1 if it does not
 */
public record ProbeResult(Kind kind, String text, long uptime) {

    /** Whether the primary is up. */
    public enum Kind {
        /** It is up. */
        UP,
        /** It is down. */
        DOWN,
        /** Unknown: it could not be checked, or something else answered. */
        UNKNOWN
    }

    static ProbeResult up(String text) {
        return new ProbeResult(Kind.UP, text, -1);
    }

    static ProbeResult down(String text) {
        return new ProbeResult(Kind.DOWN, text, -1);
    }

    static ProbeResult unknown(String text) {
        return new ProbeResult(Kind.UNKNOWN, text, -1);
    }
}
