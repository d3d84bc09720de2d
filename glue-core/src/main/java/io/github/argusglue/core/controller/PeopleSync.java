package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.feedback.FeedbackStateFile;
import io.github.argusglue.core.feedback.FeedbackTracker;
import io.github.argusglue.core.feedback.HistorySync;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.spi.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes on between Argus's people and a source beside the alerts: following people, telling the source, showing the
 * logs of its alerts, and remembering that. Owned by the thread of the source's loop.
 */
final class PeopleSync {
    private static final Duration SAVE_SOON = Duration.ofMillis(500);

    private final PlanRunner runner;
    private final FeedFollower follower;
    private final OpenCheck check;
    private final FeedbackTracker feedback;
    private final HistorySync history;
    private final FeedbackStateFile file;
    private boolean saveWanted;
    private boolean silent;

    /**
     * Makes one; does nothing.
     *
     * @param listing the first one
     * @param agreed told when Argus counts what we know
     */
    PeopleSync(
            PlanRunner runner,
            ArgusReader argus,
            AdapterClient source,
            FeedbackStateFile file,
            ArgusReader.Listing listing,
            Clock clock,
            Schedule schedule,
            ArgusHealth health,
            Consumer<@Nullable ArgusException> fault,
            Consumer<ArgusReader.ArgusCounts> agreed,
            Consumer<Runnable> inbox) {
        FeedbackStateFile.FeedbackState known = file.load();
        runner.acks().restore(known.acks(), known.ackedByPeople(), known.mayMissAcks());
        this.runner = runner;
        this.file = file;
        this.feedback = new FeedbackTracker(
                runner.registry(),
                runner.acks(),
                runner.expected(),
                runner.shaper(),
                argus,
                source,
                clock,
                inbox,
                listing.userPk(),
                known,
                listing.newestEvent());
        this.follower = new FeedFollower(
                argus,
                runner,
                feedback,
                schedule,
                health,
                fault,
                inbox,
                listing.userPk(),
                listing.position(),
                listing.newestEvent());
        this.check = new OpenCheck(argus, runner, follower, feedback, schedule, fault, agreed, inbox);
        this.history = new HistorySync(runner.registry(), runner::pending, argus, source, clock, inbox);
    }

    FeedFollower follower() {
        return follower;
    }

    /** Returns how much the source is still to be told. */
    int feedbackWaiting() {
        return feedback.waiting();
    }

    /** Returns what the source could not be told and why; null if nothing. */
    @Nullable
    String feedbackTrouble() {
        return feedback.problem();
    }

    /** Tells once whether only a listing can say what is open. */
    boolean takeListingWanted() {
        boolean wanted = follower.takeListingWanted();
        return check.takeListingWanted() || wanted;
    }

    /** Reads the feed and looks at what it names; with that known, asks whether all that is open is known. */
    void read(Runnable then, Consumer<@Nullable ArgusException> failed) {
        follower.read(
                () -> {
                    check.tick(System.nanoTime());
                    then.run();
                },
                failed);
    }

    /** A listing was taken. */
    void listed(ArgusReader.Listing listing) {
        follower.listed(listing.newestEvent());
        feedback.compare();
    }

    void sourceAnswered(Snapshot snapshot, AdapterThread.Abilities abilities) {
        feedback.sourceAnswered(abilities.accepts());
        history.recordSnapshot(snapshot, abilities.history());
    }

    void sourceFailed() {
        feedback.sourceFailed();
    }

    /**
     * Does what is due.
     *
     * @param free whether the adapter is not taking a snapshot
     * @param silence whether Argus is not to be asked anything, for that would say that the source is alive
     */
    void tick(long now, boolean free, boolean silence) {
        silent = silence;
        if (silence) {
            return;
        }
        follower.watch(now);
        feedback.tick(now, free && !history.isCalling());
        history.tick(now, free && !feedback.isCalling());
    }

    /** Cuts a call of the adapter that takes too long; tells whether it did, and the adapter is gone. */
    boolean cut(long now) {
        return feedback.cancelOverdueCall(now) || history.cancelOverdueCall(now);
    }

    /** Returns when something has to be done; of the monotonic clock. */
    long due(long otherwise, boolean free) {
        long due = otherwise;
        if (feedback.isCalling()) {
            due = feedback.callDue(due);
        } else if (history.isCalling()) {
            due = history.due(due);
        } else if (free && !silent) {
            due = history.due(feedback.due(due));
        }
        due = silent ? due : follower.watchDue(due);
        return saveWanted ? Math.min(due, System.nanoTime() + SAVE_SOON.toNanos()) : due;
    }

    /** Compares what people have closed, and writes down what a restart at this moment must still know. */
    void save(List<Ledger.QuietAlert> quiet) {
        feedback.compareQuiet(quiet);
        saveWanted = file.save(new FeedbackStateFile.FeedbackState(
                feedback.toRemember(),
                feedback.handled(),
                runner.acks().inForce(),
                runner.acks().mayExist()));
    }
}
