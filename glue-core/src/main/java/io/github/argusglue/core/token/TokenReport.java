package io.github.argusglue.core.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a source's token for people and monitoring.
 *
 * @param source name of the source
 * @param kind kind of the token
 * @param state {@code valid}, {@code about}, {@code at_latest}, {@code unknown} or {@code refused}
 * @param step how urgent it is
 * @param until when it expires; null if that is unknown, or it has expired
 * @param outlook the expiry as text, with how it is known
 * @param file file that contains it; null if it is not in a file
 * @param renew whether it is renewed automatically
 * @param trouble why the renewal fails; null if it works or is not configured
 * @param instruction what a person has to do; null for nothing
 * @param incident number of the incident in Argus about it; 0 for none
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
    /** Returns whether there is a warning to show. */
    public boolean isWarning() {
        return step != RenewalStep.FINE || trouble != null || instruction != null;
    }
}
