package io.github.argusglue.spi.cluster;

import io.github.argusglue.spi.Unstable;
import org.jspecify.annotations.Nullable;

/**
 * A call of an engine failed. The message says what was tried, on which address, what came back and what to do about
 * it, without secrets. The core decides by the {@linkplain #kind() kind} alone how to react.
 */
@Unstable
public final class ClusterException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Creates an exception. */
    public ClusterException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Creates an exception without a cause. */
    public ClusterException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** Returns the kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** Kind of failure. Values may be added. */
    public enum Kind {
        /** The store does not answer, or cannot decide because too few of its servers are there. Retried. */
        UNREACHABLE,
        /** The store refuses the credentials or a permission is missing. Retried, and reported as an error. */
        UNAUTHORIZED,
        /** The session has ended, so it owns nothing. The core opens a new one. */
        SESSION_ENDED,
        /** Another open session has the name. Retried: it may be left from a process that has just ended. */
        NAME_TAKEN,
        /** The session does not own the source. */
        NOT_OWNER
    }
}
