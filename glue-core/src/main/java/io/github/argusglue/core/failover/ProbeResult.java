package io.github.argusglue.core.failover;

/**
 * What came of asking a primary once.
 *
 * @param kind what it says
 * @param text the same for people, with what was asked; after "the primary"
 * @param uptime seconds that it has been up for by its own account; -1 if it does not say
 */
public record ProbeResult(Kind kind, String text, long uptime) {

    /** What an answer says about a primary. */
    public enum Kind {
        /** It is there. */
        UP,
        /** It is not. */
        DOWN,
        /** Nothing: it could not be asked, or something else answered. */
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
