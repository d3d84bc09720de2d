package io.github.argusglue.core.source;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Shows how a source does, and writes down what a restart at that moment must still know. */
final class Showing {
    private final SourceSettings settings;
    private final StatusBoard board;
    private final SourceSide sourceSide;
    private final Outbox outbox;
    private final Timetable times;
    private final StateFile state;

    Showing(
            SourceSettings settings,
            StatusBoard board,
            SourceSide sourceSide,
            Outbox outbox,
            Timetable times,
            InstantSource clock) {
        this.settings = settings;
        this.board = board;
        this.sourceSide = sourceSide;
        this.outbox = outbox;
        this.times = times;
        this.state = new StateFile(settings.stateFile(), clock);
    }

    /** Returns what was written down last. */
    StateFile.Known remembered() {
        return state.load();
    }

    /**
     * Shows and writes down, unless so much is going on that it would only be in the way.
     *
     * @param idle whether nothing is being read
     */
    void publish(Footing known, @Nullable Instant lastSnapshot, boolean idle) {
        Books books = known.books();
        long now = System.nanoTime();
        if (books.pending() > 0 && !times.mayPublish(now)) {
            return;
        }
        times.published(now);
        // What is shown must also be known after a restart at this moment.
        StateFile.Known remembered = books.toRemember();
        state.save(remembered);
        known.exchange().save(remembered.quiet());
        board.vitals(vitals(known));
        boolean settled = idle && books.isAtRest() && !times.isPlanWaiting();
        board.publish(books, lastSnapshot, settled, problem(books));
    }

    private @Nullable String problem(Books books) {
        String health = sourceSide.healthProblem();
        String notice = books.notice();
        return health == null || notice == null ? (health == null ? notice : health) : health + "; " + notice;
    }

    private SourceStatus.Vitals vitals(Footing known) {
        return new SourceStatus.Vitals(
                settings.interval(),
                known.heartbeat().last(),
                sourceSide.hanging(),
                known.exchange().feedbackWaiting(),
                known.exchange().feedbackTrouble(),
                outbox.dropped());
    }
}
