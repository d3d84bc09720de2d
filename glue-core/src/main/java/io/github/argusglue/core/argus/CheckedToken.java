package io.github.argusglue.core.argus;

import org.jspecify.annotations.Nullable;

/**
 * The one token that requests may carry because its owner was checked. A token file can be replaced at any moment, so
 * the token of each single request is compared: not one goes out with a token whose owner nobody has looked at. Any
 * thread.
 */
final class CheckedToken {
    private final boolean required;
    private volatile @Nullable String token;

    private CheckedToken(boolean required) {
        this.required = required;
    }

    /** Lets out every request. */
    static CheckedToken notRequired() {
        return new CheckedToken(false);
    }

    /** Lets out nothing before the first check. */
    static CheckedToken required() {
        return new CheckedToken(true);
    }

    boolean admits(String wanted) {
        return !required || wanted.equals(token);
    }

    void is(String checked) {
        token = checked;
    }

    void isNone() {
        token = null;
    }
}
