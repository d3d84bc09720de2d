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
    private final AdapterClient adapter;
    private final NoticeQueue notices;
    private final Schedule schedule;
    private final QuietStateFile state;

    StatusReport(
            SourceSettings settings,
            StatusPublisher board,
            AdapterClient adapter,
            NoticeQueue notices,
            Schedule schedule,
            InstantSource clock) {
        this.settings = settings;
        this.board = board;
        this.adapter = adapter;
        this.notices = notices;
        this.schedule = schedule;
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
        PlanRunner runner = known.runner();
        long now = System.nanoTime();
        if (runner.pending() > 0 && !schedule.mayPublish(now)) {
            return;
        }
        schedule.published(now);
        // What is shown must also be known after a restart at this moment.
        QuietStateFile.Known remembered = runner.toRemember();
        state.save(remembered);
        known.people().save(remembered.quiet());
        board.vitals(vitals(known));
        boolean settled = idle && runner.isAtRest() && !schedule.isPlanWaiting();
        board.publish(runner, lastSnapshot, settled, problem(runner));
    }

    private @Nullable String problem(PlanRunner runner) {
        String health = adapter.healthProblem();
        String notice = runner.notice();
        return health == null || notice == null ? (health == null ? notice : health) : health + "; " + notice;
    }

    private SourceStatus.Vitals vitals(Reconciliation known) {
        return new SourceStatus.Vitals(
                settings.interval(),
                known.heartbeat().last(),
                adapter.hanging(),
                known.people().feedbackWaiting(),
                known.people().feedbackTrouble(),
                notices.dropped());
    }
}
