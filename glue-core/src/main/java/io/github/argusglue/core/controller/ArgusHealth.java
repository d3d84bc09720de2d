package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Argus answers, accepts the source's token, and the token belongs to the right user. Logs and publishes
 * changes.
 */
final class ArgusHealth {
    private static final Logger log = LoggerFactory.getLogger("argus");

    private final FaultLog faults;
    private final Backoff backoff;
    private final StatusPublisher statusPublisher;
    private boolean tokenRefused;
    private boolean wrongOwner;
    private boolean tokenUnchecked;
    private boolean failing;

    /** Why writes are denied; null if they are not. */
    private @Nullable String denial;

    ArgusHealth(StatusPublisher statusPublisher, Duration interval, Clock clock, RandomGenerator random) {
        this.faults = new FaultLog(log, "Argus", clock);
        this.backoff = new Backoff(Duration.ofSeconds(1), interval, random);
        this.statusPublisher = statusPublisher;
    }

    /** Returns whether nothing may be written: the token was refused, or its owner is wrong or unknown. */
    boolean isTokenBad() {
        return tokenRefused || isOwnerInDoubt();
    }

    /** Returns whether the token belongs to another user, or its owner is unknown; until the next listing. */
    boolean isOwnerInDoubt() {
        return wrongOwner || tokenUnchecked;
    }

    /** Returns whether a request failed and none has succeeded since. */
    boolean isFailing() {
        return failing;
    }

    /** Returns the delay before the next attempt; grows until a request succeeds. */
    Duration nextPause() {
        return backoff.next();
    }

    void onFailure(@Nullable ArgusException failure) {
        if (failure == null) {
            return;
        }
        switch (failure.kind()) {
            case UNCHECKED_TOKEN -> {
                // Not an error: the token was replaced, and the next listing checks its owner.
                tokenUnchecked = true;
                return;
            }
            case WRONG_OWNER -> {
                wrongOwner = true;
                faults.error(failure.kind().name(), failure.getMessage());
            }
            case BAD_TOKEN -> {
                tokenRefused = true;
                faults.warn(failure.kind().name(), failure.getMessage());
            }
            default -> faults.warn(failure.kind().name(), failure.getMessage());
        }
        failing = true;
        statusPublisher.argusFault(failure.getMessage(), token());
    }

    private TokenHealth token() {
        if (wrongOwner) {
            return TokenHealth.WRONG_OWNER;
        }
        return tokenRefused ? TokenHealth.REFUSED : TokenHealth.GOOD;
    }

    /** A listing succeeded: Argus answers, and the token is the right one. */
    void onListing() {
        wrongOwner = false;
        tokenUnchecked = false;
        onAnswer();
    }

    /**
     * A request with the source's own token succeeded, whoever owns the token. That does not end a denial of writes.
     */
    void onAnswer() {
        if (isOwnerInDoubt()) {
            return;
        }
        tokenRefused = false;
        failing = false;
        backoff.reset();
        if (denial == null) {
            faults.recovered();
        }
        statusPublisher.argusFault(denial, TokenHealth.GOOD);
    }

    /** A write was denied although the request itself was correct. */
    void onWriteDenied(ArgusException failure) {
        denial = failure.getMessage() + ": retried with increasing delays";
        faults.warn("denied " + failure.kind(), denial);
        statusPublisher.argusFault(denial, token());
    }

    /** Writes are no longer denied, as far as known. */
    void onWritesAllowed() {
        if (denial != null) {
            denial = null;
            if (!failing) {
                onAnswer();
            }
        }
    }

    /** A request with another source's token succeeded; that does not show that our token is valid. */
    void onAnswerToOtherSource() {
        if (!tokenRefused) {
            onAnswer();
        }
    }
}
