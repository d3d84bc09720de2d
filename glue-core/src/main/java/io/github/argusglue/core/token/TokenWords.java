package io.github.argusglue.core.token;

import io.github.argusglue.core.token.ExpiryEstimate.Basis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes the status of a token in words. */
final class TokenWords {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TokenWords() {}

    /** Returns when it expires and how that is known. */
    static String outlook(TokenFacts facts, ExpiryEstimate outlook, Instant now) {
        TokenFacts.Refused refused = facts.refused();
        if (refused != null) {
            return "rejected by Argus since " + MINUTE.format(refused.since())
                    + (refused.expired() ? ": it has expired" : ": " + withoutStop(refused.text()));
        }
        Instant until = outlook.until();
        if (until == null) {
            return outlook.basis() == Basis.OUTLIVED
                    ? "valid, expiry unknown: the token is older than 'token_lifetime'"
                    : "valid, expiry unknown: argus-glue did not create the token, and Argus does not"
                            + " report its expiry";
        }
        String left = " (" + left(Duration.between(now, until)) + "): ";
        return switch (outlook.basis()) {
            case EXPIRY -> "valid until " + MINUTE.format(until) + left + "reported by Argus when it was created";
            case MADE ->
                "valid until about " + MINUTE.format(until) + left + "requested by argus-glue " + ago(facts.made());
            case NOTICE ->
                "valid until " + (outlook.state() == ExpiryEstimate.State.ABOUT ? "about " : "at the latest ")
                        + DAY.format(until) + left + "reported by Argus in incident " + noticePk(facts);
            case STATED -> "valid until about " + DAY.format(until) + left + "according to 'token_created'";
            default ->
                "valid until " + DAY.format(until) + " at the latest" + left + "first seen "
                        + DAY.format(facts.seenSince()) + ", creation date unknown (see 'token_created')";
        };
    }

    /** Argus ends its sentences with a full stop; what follows here is another part of the sentence. */
    private static String withoutStop(String said) {
        return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
    }

    private static String ago(@Nullable Instant made) {
        return made == null ? "" : "at " + MINUTE.format(made);
    }

    private static long noticePk(TokenFacts facts) {
        return facts.notice() == null ? 0 : facts.notice().pk();
    }

    static String left(Duration left) {
        if (left.isNegative()) {
            return "at any moment";
        } else if (left.toHours() < 1) {
            return "in " + left.toMinutes() + " min";
        }
        return left.toHours() < 48 ? "in " + left.toHours() + " h" : "in " + left.toDays() + " days";
    }

    /** Returns what a person has to do so that the source has a valid token again. */
    static String instruction(TokenSettings settings, @Nullable String user) {
        String whose = user == null || user.isEmpty() ? "the user of this source" : "user '" + user + "'";
        String admin = settings.argusUrl().toString().replaceAll("/+$", "") + "/admin/authtoken/tokenproxy/";
        String place = settings.file() == null
                ? "set 'argus_token' of [sources." + settings.source() + "] to it and reload"
                : "write it to the file '" + settings.file() + "' (it is used within seconds, without a restart)";
        return "(1) in Argus, at " + admin + ", delete the token of " + whose + " if it has one and add a new one; (2) "
                + place;
    }
}
