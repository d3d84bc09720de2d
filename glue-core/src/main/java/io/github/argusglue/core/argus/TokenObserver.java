package io.github.argusglue.core.argus;

/**
 * Is notified whether Argus accepted the token of a request. Thread-safe; must return at once and not keep the token.
 */
public interface TokenObserver {
    /** Ignores all notifications. */
    TokenObserver NONE = new TokenObserver() {
        @Override
        public void accepted(String token) {}

        @Override
        public void refused(String token, String said) {}
    };

    /** Argus accepted the token. */
    void accepted(String token);

    /**
     * Argus answered 401.
     *
     * @param answer text of the answer, such as {@code {"detail":"Token has expired."}}
     */
    void refused(String token, String answer);
}
