package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.apply.NoticeQueue;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.status.SourceStatus;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Shows how a source does, and writes down what a restart at that moment must still know. */
final class StatusReport {
    private final SourceSettings settings;
    private final StatusPublisher board;
    private final AdapterClient sourceSide;
    private final NoticeQueue outbox;
    private final Schedule times;
    private final QuietStateFile state;

    StatusReport(
            SourceSettings settings,
            StatusPublisher board,
            AdapterClient sourceSide,
            NoticeQueue outbox,
            Schedule times,
            InstantSource clock) {
        this.settings = settings;
        this.board = board;
        this.sourceSide = sourceSide;
        this.outbox = outbox;
        this.times = times;
        this.state = new QuietStateFile(settings.stateFile(), clock);
    }

    /** Returns what was written down last. */
    QuietStateFile.Known remembered() {
        return state.load();
    }

    /**
     * Shows and writes down, unless so much is going on that it would only be in the way.
     *
     * @param idle whether nothing is being read
     */
    void publish(Reconciliation known, @Nullable Instant lastSnapshot, boolean idle) {
        PlanRunner books = known.books();
        long now = System.nanoTime();
        if (books.pending() > 0 && !times.mayPublish(now)) {
            return;
        }
        times.published(now);
        // What is shown must also be known after a restart at this moment.
        QuietStateFile.Known remembered = books.toRemember();
        state.save(remembered);
        known.exchange().save(remembered.quiet());
        board.vitals(vitals(known));
        boolean settled = idle && books.isAtRest() && !times.isPlanWaiting();
        board.publish(books, lastSnapshot, settled, problem(books));
    }

    private @Nullable String problem(PlanRunner books) {
        String health = sourceSide.healthProblem();
        String notice = books.notice();
        return health == null || notice == null ? (health == null ? notice : health) : health + "; " + notice;
    }

    private SourceStatus.Vitals vitals(Reconciliation known) {
        return new SourceStatus.Vitals(
                settings.interval(),
                known.heartbeat().last(),
                sourceSide.hanging(),
                known.exchange().feedbackWaiting(),
                known.exchange().feedbackTrouble(),
                outbox.dropped());
    }
}
