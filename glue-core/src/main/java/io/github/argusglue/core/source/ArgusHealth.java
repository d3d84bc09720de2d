package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.ArgusException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a source's Argus answers and takes its token; tells it to the log and the board when that changes. */
final class ArgusHealth {
    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);

    private final FaultLog faults;
    private final Backoff backoff;
    private final StatusBoard board;
    private boolean tokenIsBad;
    private boolean failing;

    ArgusHealth(StatusBoard board, Duration interval, Clock clock, RandomGenerator random) {
        this.faults = new FaultLog(log, "Argus", clock);
        this.backoff = new Backoff(Duration.ofSeconds(1), interval, random);
        this.board = board;
    }

    /** Tells whether the token was refused, and nothing has been answered since. */
    boolean isTokenBad() {
        return tokenIsBad;
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
        failing = true;
        tokenIsBad |= failure.kind() == ArgusException.Kind.BAD_TOKEN;
        faults.fault(failure.kind().name(), String.valueOf(failure.getMessage()));
        board.argusFault(failure.getMessage(), tokenIsBad);
    }

    void answered() {
        tokenIsBad = false;
        failing = false;
        backoff.reset();
        faults.fine();
        board.argusFault(null, false);
    }
}
