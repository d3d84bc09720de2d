package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.argus.Incident;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the adapter for one snapshot at a time, and with it what the unexplained incidents stand for: all of them when
 * Argus was listed, otherwise only those that were never asked about. Owned by the thread of the source's loop.
 */
final class SnapshotReader {
    private final AdapterClient adapter;
    private final Clock clock;
    private final SteadyClock steadyClock;
    private final Consumer<Runnable> inbox;
    private final Consumer<AdapterThread.SnapshotResult> answered;

    private boolean askAboutAll;
    private boolean failing;
    private Question question = new Question(Instant.MIN, Instant.MIN, false);

    /**
     * Makes one; asks nothing.
     *
     * @param inbox hands messages to the loop's thread
     * @param answered takes the answer to the question under way
     */
    SnapshotReader(
            AdapterClient adapter,
            Clock clock,
            Consumer<Runnable> inbox,
            Consumer<AdapterThread.SnapshotResult> answered) {
        this.adapter = adapter;
        this.clock = clock;
        this.steadyClock = new SteadyClock(clock);
        this.inbox = inbox;
        this.answered = answered;
    }

    /**
     * A question to the source.
     *
     * @param at when it was asked
     * @param steadyAt the same by the clock that nobody sets
     * @param aboutAll whether it is about all incidents that nothing explains
     */
    record Question(Instant at, Instant steadyAt, boolean aboutAll) {}

    /** Has the next question be about all incidents that nothing explains. */
    void askAboutAll() {
        askAboutAll = true;
    }

    /** Asks; before the first listing there are no incidents to ask about. */
    void ask(@Nullable PlanRunner runner) {
        Instant at = clock.instant();
        Instant steadyAt = steadyClock.instant();
        boolean all = false;
        List<Incident> unexplained = List.of();
        if (runner != null) {
            all = runner.registry().takeNewUnexplained() || askAboutAll;
            askAboutAll = false;
            unexplained = runner.unexplained().toAsk(all);
        }
        question = new Question(at, steadyAt, all);
        adapter.requestSnapshot(unexplained, inbox, answered);
    }

    /** Returns the question that was asked last. */
    Question question() {
        return question;
    }

    /** The question was answered well. */
    void succeeded() {
        failing = false;
        adapter.recovered();
    }

    /** The question was not answered: what it was about is asked again. */
    void failed() {
        failing = true;
        askAboutAll |= question.aboutAll();
    }

    /** Tells whether the last question was not answered well. */
    boolean isFailing() {
        return failing;
    }
}
