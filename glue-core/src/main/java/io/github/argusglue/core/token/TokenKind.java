package io.github.argusglue.core.token;

import java.util.regex.Pattern;

/** The kind of a token. Argus does not report it, but its two kinds have different formats. */
public enum TokenKind {
    /** Created in the admin pages; one for each user, expires a fixed number of days after its creation. */
    DRF("DRF token"),
    /** Created by a login; any number for each user, each with its own expiry. */
    KNOX("knox token"),
    /** Something else. */
    UNKNOWN("token of unknown kind");

    private static final Pattern DRF_LOOK = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern KNOX_LOOK = Pattern.compile("[0-9a-f]{64}");

    private final String words;

    TokenKind(String words) {
        this.words = words;
    }

    static TokenKind of(String token) {
        if (DRF_LOOK.matcher(token).matches()) {
            return DRF;
        }
        return KNOX_LOOK.matcher(token).matches() ? KNOX : UNKNOWN;
    }

    /** Returns the name of the kind. */
    public String words() {
        return words;
    }
}
