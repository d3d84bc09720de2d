package io.github.argusglue.core.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Parses URLs of the configuration, and says what is wrong with one. */
final class UrlText {
    private static final String ILLEGAL = "Illegal character in ";

    private UrlText() {}

    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException with a message for users, without a password
     */
    static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "not a valid URL: '" + Masking.withoutUserInfo(text) + "': " + reason(text, e), e);
        }
    }

    /**
     * Refuses a URL with a user name or password where no keys exist for them.
     *
     * @throws IllegalArgumentException naming the key, and what to use instead
     */
    static void requireNoCredentials(String key, URI url, String instead) {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'" + key + "' contains credentials: remove them; " + instead);
        }
    }

    private static String reason(String text, URISyntaxException e) {
        if (!text.contains("://")) {
            return "it must begin with http:// or https://";
        }
        // With user information, the character may be one of a password.
        boolean nameable = e.getReason().startsWith(ILLEGAL) && e.getIndex() >= 0 && !text.contains("@");
        return nameable ? "'" + text.charAt(e.getIndex()) + "' is not allowed there" : e.getReason();
    }
}
