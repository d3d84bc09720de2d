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

    private final PlanRunner books;
    private final FeedFollower lookout;
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
            PlanRunner books,
            ArgusReader argus,
            AdapterClient source,
            FeedbackStateFile file,
            ArgusReader.Listing listing,
            Clock clock,
            Schedule times,
            ArgusHealth health,
            Consumer<@Nullable ArgusException> fault,
            Consumer<ArgusReader.Count> agreed,
            Consumer<Runnable> inbox) {
        FeedbackStateFile.Known known = file.load();
        books.acks().remember(known.acks(), known.ackedByPeople(), known.perhapsMoreAcks());
        this.books = books;
        this.file = file;
        this.feedback = new FeedbackTracker(
                books.registry(),
                books.acks(),
                books.expected(),
                books.shaper(),
                argus,
                source,
                clock,
                inbox,
                listing.userPk(),
                known,
                listing.newestEvent());
        this.lookout = new FeedFollower(
                argus,
                books,
                feedback,
                times,
                health,
                fault,
                inbox,
                listing.userPk(),
                listing.position(),
                listing.newestEvent());
        this.check = new OpenCheck(argus, books, lookout, feedback, times, fault, agreed, inbox);
        this.history = new HistorySync(books.registry(), books::pending, argus, source, clock, inbox);
    }

    FeedFollower lookout() {
        return lookout;
    }

    /** Returns how much the source is still to be told. */
    int feedbackWaiting() {
        return feedback.waiting();
    }

    /** Returns what the source could not be told and why; null if nothing. */
    @Nullable
    String feedbackTrouble() {
        return feedback.trouble();
    }

    /** Tells once whether only a listing can say what is open. */
    boolean takeListingWanted() {
        boolean wanted = lookout.takeListingWanted();
        return check.takeListingWanted() || wanted;
    }

    /** Reads the feed and looks at what it names; with that known, asks whether all that is open is known. */
    void read(Runnable then, Consumer<@Nullable ArgusException> failed) {
        lookout.read(
                () -> {
                    check.tick(System.nanoTime());
                    then.run();
                },
                failed);
    }

    /** A listing was taken. */
    void listed(ArgusReader.Listing listing) {
        lookout.listed(listing.newestEvent());
        feedback.compare();
    }

    void sourceAnswered(Snapshot snapshot, AdapterThread.Abilities abilities) {
        feedback.sourceAnswered(abilities.accepts());
        history.snapshot(snapshot, abilities.history());
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
        lookout.watch(now);
        feedback.tick(now, free && !history.isCalling());
        history.tick(now, free && !feedback.isCalling());
    }

    /** Cuts a call of the adapter that takes too long; tells whether it did, and the adapter is gone. */
    boolean cut(long now) {
        return feedback.cut(now) || history.cut(now);
    }

    /** Returns when something has to be done; of the monotonic clock. */
    long due(long otherwise, boolean free) {
        long due = otherwise;
        if (feedback.isCalling()) {
            due = feedback.cutDue(due);
        } else if (history.isCalling()) {
            due = history.due(due);
        } else if (free && !silent) {
            due = history.due(feedback.due(due));
        }
        due = silent ? due : lookout.watchDue(due);
        return saveWanted ? Math.min(due, System.nanoTime() + SAVE_SOON.toNanos()) : due;
    }

    /** Compares what people have closed, and writes down what a restart at this moment must still know. */
    void save(List<Ledger.Quiet> quiet) {
        feedback.compareQuiet(quiet);
        saveWanted = file.save(new FeedbackStateFile.Known(
                feedback.toRemember(),
                feedback.handled(),
                books.acks().inForce(),
                books.acks().arePossible()));
    }
}
