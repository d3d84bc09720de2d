package io.github.argusglue.core.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source's token as people and monitoring are shown it.
 *
 * @param source its name
 * @param kind what it is
 * @param state {@code valid}, {@code about}, {@code at_latest}, {@code unknown} or {@code refused}
 * @param step how urgent it is
 * @param until when it dies; null if nobody knows, or it is dead
 * @param outlook that in words, with how it is known
 * @param file that it is in; null if it is in none
 * @param renew whether it is renewed by itself
 * @param trouble why that does not work; null if it does or is not wanted
 * @param instruction what a person has to do; null if nothing
 * @param incident number of the incident in Argus that tells of it; 0 for none
 */
public record TokenReport(
        String source,
        TokenKind kind,
        String state,
        RenewalStep step,
        @Nullable Instant until,
        String outlook,
        @Nullable String file,
        boolean renew,
        @Nullable String trouble,
        @Nullable String instruction,
        long incident) {
    /** Returns how many seconds are left; 0 if Argus refuses it, null if nobody knows. */
    public @Nullable Double secondsLeft(Instant now) {
        if (step == RenewalStep.REFUSED) {
            return 0.0;
        }
        return until == null
                ? null
                : (Double) Math.max(0, Duration.between(now, until).toMillis() / 1e3);
    }

    /** Tells whether anybody has to be told. */
    public boolean isWarning() {
        return step != RenewalStep.FINE || trouble != null || instruction != null;
    }
}
