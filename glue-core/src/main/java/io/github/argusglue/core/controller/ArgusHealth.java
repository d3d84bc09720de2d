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
 * Whether a source's Argus answers and takes its token, and whether that token is the right one; tells it to the log
 * and the board when that changes.
 */
final class ArgusHealth {
    private static final Logger log = LoggerFactory.getLogger("argus");

    private final FaultLog faults;
    private final Backoff backoff;
    private final StatusPublisher board;
    private boolean refused;
    private boolean wrongOwner;
    private boolean unchecked;
    private boolean failing;

    /** Why writes are denied; null if they are not. */
    private @Nullable String denial;

    ArgusHealth(StatusPublisher board, Duration interval, Clock clock, RandomGenerator random) {
        this.faults = new FaultLog(log, "Argus", clock);
        this.backoff = new Backoff(Duration.ofSeconds(1), interval, random);
        this.board = board;
    }

    /** Tells whether nothing is to be written: the token was refused, or is not known to be the right one. */
    boolean isTokenBad() {
        return refused || isOwnerInDoubt();
    }

    /** Tells whether the token belongs to somebody else, or that is not known; until a listing says otherwise. */
    boolean isOwnerInDoubt() {
        return wrongOwner || unchecked;
    }

    /** Tells whether a request failed, and nothing has been answered since. */
    boolean isFailing() {
        return failing;
    }

    /** Returns how long to wait before the next try; longer each time until something is answered. */
    Duration pause() {
        return backoff.next();
    }

    void failed(@Nullable ArgusException failure) {
        if (failure == null) {
            return;
        }
        switch (failure.kind()) {
            case UNCHECKED_TOKEN -> {
                // No fault: it was replaced, and the next listing says whose it is.
                unchecked = true;
                return;
            }
            case WRONG_OWNER -> {
                wrongOwner = true;
                faults.error(failure.kind().name(), failure.getMessage());
            }
            case BAD_TOKEN -> {
                refused = true;
                faults.warn(failure.kind().name(), failure.getMessage());
            }
            default -> faults.warn(failure.kind().name(), failure.getMessage());
        }
        failing = true;
        board.argusFault(failure.getMessage(), token());
    }

    private TokenHealth token() {
        if (wrongOwner) {
            return TokenHealth.WRONG_OWNER;
        }
        return refused ? TokenHealth.REFUSED : TokenHealth.GOOD;
    }

    /** Argus was listed: it answers, and the token is the right one. */
    void listed() {
        wrongOwner = false;
        unchecked = false;
        answered();
    }

    /**
     * Something was answered to the source's own token, whoever that belongs to. That says nothing of writes while they
     * are denied.
     */
    void answered() {
        if (isOwnerInDoubt()) {
            return;
        }
        refused = false;
        failing = false;
        backoff.reset();
        if (denial == null) {
            faults.recovered();
        }
        board.argusFault(denial, TokenHealth.GOOD);
    }

    /** A write was denied for no fault of its own. */
    void denied(ArgusException failure) {
        denial = failure.getMessage() + ": tried again with growing pauses";
        faults.warn("denied " + failure.kind(), denial);
        board.argusFault(denial, token());
    }

    /** No write is denied any more, as far as we know. */
    void notDenied() {
        if (denial != null) {
            denial = null;
            if (!failing) {
                answered();
            }
        }
    }

    /** Something was answered to the token of another source, which says nothing of ours. */
    void answeredAnother() {
        if (!refused) {
            answered();
        }
    }
}
