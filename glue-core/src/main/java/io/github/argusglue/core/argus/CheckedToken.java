package io.github.argusglue.core.argus;

import org.jspecify.annotations.Nullable;

/**
 * The one token that requests may carry because its owner was checked. A token file can be replaced at any moment, so
 * the token of each single request is compared: not one goes out with a token whose owner nobody has looked at. Any
 * thread.
 */
public final class CheckedToken {
    private final boolean required;
    private @Nullable String token;

    /** How often what was checked was declared void. */
    private long voided;

    private CheckedToken(boolean required) {
        this.required = required;
    }

    /** Lets out every request. */
    public static CheckedToken notRequired() {
        return new CheckedToken(false);
    }

    /** Lets out nothing before the first check. */
    public static CheckedToken required() {
        return new CheckedToken(true);
    }

    public synchronized boolean admits(String wanted) {
        return !required || wanted.equals(token);
    }

    /** A check begins; returns what {@link #is} has to be given. */
    public synchronized long begin() {
        return voided;
    }

    /** Lets out a token whose check has passed, unless all checks were declared void since it began. */
    public synchronized void is(String checked, long begun) {
        if (begun == voided) {
            token = checked;
        }
    }

    /** Declares all checks void, those under way included. */
    public synchronized void isNone() {
        voided++;
        token = null;
    }
}
