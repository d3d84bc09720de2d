package io.github.argusglue.core.argus;

import org.jspecify.annotations.Nullable;

/**
 * Holds the one token that requests may carry, because its owner has been checked. A token file can be replaced at any
 * moment, so the token of each request is compared with this one. No request is sent with a token whose owner has not
 * been checked. Thread-safe.
 */
public final class CheckedToken {
    private final boolean required;
    private @Nullable String token;

    /** Number of invalidations so far. */
    private long invalidations;

    private CheckedToken(boolean required) {
        this.required = required;
    }

    /** Returns an instance that allows every request. */
    public static CheckedToken notRequired() {
        return new CheckedToken(false);
    }

    /** Returns an instance that allows no request before the first check. */
    public static CheckedToken required() {
        return new CheckedToken(true);
    }

    public synchronized boolean allows(String candidate) {
        return !required || candidate.equals(token);
    }

    /** Starts a check; the result has to be passed to {@link #confirm}. */
    public synchronized long beginCheck() {
        return invalidations;
    }

    /** Allows a token that has passed its check, unless all checks were invalidated since the check began. */
    public synchronized void confirm(String checked, long begin) {
        if (begin == invalidations) {
            token = checked;
        }
    }

    /** Invalidates all checks, including those in progress. */
    public synchronized void invalidate() {
        invalidations++;
        token = null;
    }
}
