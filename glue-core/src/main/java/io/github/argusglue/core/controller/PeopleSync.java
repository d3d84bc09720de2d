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
 * Everything between people in Argus and the source, other than alerts: follows what people do, sends feedback to the
 * source, shows the logs of its alerts in Argus, and saves that state. Owned by the thread of the source's loop.
 */
final class PeopleSync {
    private static final Duration SAVE_RETRY = Duration.ofMillis(500);

    private final PlanRunner runner;
    private final FeedFollower follower;
    private final OpenCheck openCheck;
    private final FeedbackTracker feedback;
    private final HistorySync history;
    private final FeedbackStateFile file;
    private boolean saveNeeded;
    private boolean silent;

    /**
     * Makes it; sends no requests.
     *
     * @param listing the first one
     * @param onMatch called when the count in Argus matches
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
            Consumer<@Nullable ArgusException> onArgusFailure,
            Consumer<ArgusReader.ArgusCounts> onMatch,
            Consumer<Runnable> inbox) {
        FeedbackStateFile.FeedbackState saved = file.load();
        runner.acks().restore(saved.acks(), saved.ackedByPeople(), saved.mayMissAcks());
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
                saved,
                listing.newestEvent());
        this.follower = new FeedFollower(
                argus,
                runner,
                feedback,
                schedule,
                health,
                onArgusFailure,
                inbox,
                listing.userPk(),
                listing.position(),
                listing.newestEvent());
        this.openCheck = new OpenCheck(argus, runner, follower, feedback, schedule, onArgusFailure, onMatch, inbox);
        this.history = new HistorySync(runner.registry(), runner::pending, argus, source, clock, inbox);
    }

    FeedFollower follower() {
        return follower;
    }

    /** Returns how much feedback is still to be delivered to the source. */
    int feedbackWaiting() {
        return feedback.waiting();
    }

    /** Returns what could not be delivered to the source and why; null if there is nothing. */
    @Nullable
    String feedbackProblem() {
        return feedback.problem();
    }

    /** Returns whether a listing is needed, and resets that. */
    boolean takeListingWanted() {
        boolean wanted = follower.takeListingWanted();
        return openCheck.takeListingWanted() || wanted;
    }

    /** Reads the feed and looks at the incidents that it names, then checks whether all open incidents are known. */
    void read(Runnable then, Consumer<@Nullable ArgusException> onFailure) {
        follower.read(
                () -> {
                    openCheck.tick(System.nanoTime());
                    then.run();
                },
                onFailure);
    }

    /** Takes a listing. */
    void onListing(ArgusReader.Listing listing) {
        follower.onListing(listing.newestEvent());
        feedback.compare();
    }

    void onSnapshot(Snapshot snapshot, AdapterThread.Abilities abilities) {
        feedback.sourceAnswered(abilities.accepts());
        history.recordSnapshot(snapshot, abilities.history());
    }

    void onSourceFailure() {
        feedback.sourceFailed();
    }

    /**
     * Does what is due.
     *
     * @param adapterFree whether the adapter is not taking a snapshot
     * @param silence whether nothing may be sent to Argus, because any request counts as a sign of life of the source
     */
    void tick(long now, boolean adapterFree, boolean silence) {
        silent = silence;
        if (silence) {
            return;
        }
        follower.watch(now);
        feedback.tick(now, adapterFree && !history.isCalling());
        history.tick(now, adapterFree && !feedback.isCalling());
    }

    /** Cancels a call of the adapter that takes too long. Returns whether it did; then the adapter is gone. */
    boolean cancelOverdueCall(long now) {
        return feedback.cancelOverdueCall(now) || history.cancelOverdueCall(now);
    }

    /** Returns when something is due; monotonic clock. */
    long due(long otherwise, boolean adapterFree) {
        long due = otherwise;
        if (feedback.isCalling()) {
            due = feedback.callDue(due);
        } else if (history.isCalling()) {
            due = history.due(due);
        } else if (adapterFree && !silent) {
            due = history.due(feedback.due(due));
        }
        due = silent ? due : follower.watchDue(due);
        return saveNeeded ? Math.min(due, System.nanoTime() + SAVE_RETRY.toNanos()) : due;
    }

    /** Updates feedback from the incidents that people have closed, and saves what has to survive a restart. */
    void save(List<Ledger.QuietAlert> quiet) {
        feedback.compareQuiet(quiet);
        saveNeeded = file.save(new FeedbackStateFile.FeedbackState(
                feedback.toRemember(),
                feedback.handled(),
                runner.acks().inForce(),
                runner.acks().mayExist()));
    }
}
