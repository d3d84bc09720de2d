package io.github.argusglue.core.token;

import java.util.regex.Pattern;

/** What kind of token it is. Argus does not say; the two kinds that it makes look different. */
public enum TokenKind {
    /** Made in the admin pages; one for each user, dies so many days after its creation. */
    DRF("DRF token"),
    /** Made by a login; any number for each user, each with an end of its own. */
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

    /** Returns it in words. */
    public String words() {
        return words;
    }
}
