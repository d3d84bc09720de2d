package io.github.argusglue.core.argus;

/** Told what Argus thinks of the token that a request brought. Any thread; must return at once and keep no token. */
public interface TokenObserver {
    /** Looks away. */
    TokenObserver NONE = new TokenObserver() {
        @Override
        public void accepted(String token) {}

        @Override
        public void refused(String token, String said) {}
    };

    /** Argus did what was asked with this token. */
    void accepted(String token);

    /**
     * Argus answered 401.
     *
     * @param said the text of the answer, such as {@code {"detail":"Token has expired."}}
     */
    void refused(String token, String said);
}
