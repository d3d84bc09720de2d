package io.github.argusglue.core.token;

import io.github.argusglue.core.token.ExpiryEstimate.Basis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of a token, in words for people. */
final class TokenWords {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TokenWords() {}

    /** Returns how long it is good and how that is known. */
    static String outlook(TokenFacts facts, ExpiryEstimate outlook, Instant now) {
        TokenFacts.Refused refused = facts.refused();
        if (refused != null) {
            return "refused by Argus since " + MINUTE.format(refused.since())
                    + (refused.expired() ? ": it has expired" : ": " + refused.text());
        }
        Instant until = outlook.until();
        if (until == null) {
            return outlook.basis() == Basis.OUTLIVED
                    ? "good, how long is not known: it is older than 'token_lifetime' says tokens get"
                    : "good, how long is not known: argus-glue did not make it, and Argus does not tell";
        }
        String left = " (" + left(Duration.between(now, until)) + "): ";
        return switch (outlook.basis()) {
            case EXPIRY -> "good until " + MINUTE.format(until) + left + "so Argus said when it made it";
            case MADE ->
                "good until about " + MINUTE.format(until) + left + "argus-glue had it made " + ago(facts.made());
            case NOTICE ->
                "good until " + (outlook.state() == ExpiryEstimate.State.ABOUT ? "about " : "at the latest ")
                        + DAY.format(until) + left + "Argus's own incident " + noticePk(facts) + " says so";
            case STATED -> "good until about " + DAY.format(until) + left + "by 'token_created'";
            default ->
                "good until " + DAY.format(until) + " at the latest" + left + "it has been here since "
                        + DAY.format(facts.seenSince()) + ", when it was made is not known (see 'token_created')";
        };
    }

    private static String ago(@Nullable Instant made) {
        return made == null ? "" : "at " + MINUTE.format(made);
    }

    private static long noticePk(TokenFacts facts) {
        return facts.notice() == null ? 0 : facts.notice().pk();
    }

    static String left(Duration left) {
        if (left.isNegative()) {
            return "any moment now";
        } else if (left.toHours() < 1) {
            return "in " + left.toMinutes() + " min";
        }
        return left.toHours() < 48 ? "in " + left.toHours() + " h" : "in " + left.toDays() + " days";
    }

    /** Returns what a person has to do so that a source has a good token again. */
    static String instruction(TokenSettings settings, @Nullable String user) {
        String whose = user == null || user.isEmpty() ? "the user of this source" : "user '" + user + "'";
        String admin = settings.argusUrl().toString().replaceAll("/+$", "") + "/admin/authtoken/tokenproxy/";
        String place = settings.file() == null
                ? "give it to 'argus_token' of [sources." + settings.source() + "] and reload"
                : "put it into the file '" + settings.file() + "' (it is taken within seconds, no restart is needed)";
        return "(1) in Argus, at " + admin + ", delete the token of " + whose + " if it has one and add a new one; (2) "
                + place;
    }
}
