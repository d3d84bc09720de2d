package io.github.argusglue.core.controller;

import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.feedback.FeedbackTracker;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.EventFeed;
import io.github.argusglue.core.status.Count;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks at each resync that all open incidents are known, without listing them. Two things together prove that: Argus
 * counts as many as expected, and no event was missed since the last listing, so that everything an event names was
 * looked at. A different count is confirmed by a second one, because something may just have happened. Owned by the
 * thread of the source's loop.
 *
 * <p>What this does not cover, and how it is found instead:
 *
 * <ul>
 *   <li>acknowledgements that a person ended early, which is no event: the acknowledged incidents are counted too, and
 *       listed if their number differs. New acknowledgements are events;
 *   <li>changes not yet saved when their event was read: incidents named by the feed are looked at once more later;
 *   <li>incidents that ended: an end that is not ours is an event. An incident that is open again under an id that is
 *       used up is found when Argus rejects the id;
 *   <li>tags, which are no event: those of others are read before ours are changed ({@link ActionExecutor}); ours that
 *       a person removed are restored with the next change of tags or the next listing;
 *   <li>changes made in the database: the next listing, at most {@code full_listing} later.
 * </ul>
 */
final class OpenCheck {
    private static final Logger log = LoggerFactory.getLogger("argus");

    private final ArgusReader argus;
    private final PlanRunner runner;
    private final FeedFollower follower;
    private final FeedbackTracker feedback;
    private final Schedule schedule;
    private final Consumer<@Nullable ArgusException> onArgusFailure;
    private final Consumer<ArgusReader.ArgusCounts> onMatch;
    private final Consumer<Runnable> inbox;
    private boolean inProgress;
    private boolean mismatchSeen;
    private boolean listingWanted;

    /**
     * Makes a check; sends no requests.
     *
     * @param onArgusFailure called when a request fails
     * @param onMatch called when the count matches
     */
    OpenCheck(
            ArgusReader argus,
            PlanRunner runner,
            FeedFollower follower,
            FeedbackTracker feedback,
            Schedule schedule,
            Consumer<@Nullable ArgusException> onArgusFailure,
            Consumer<ArgusReader.ArgusCounts> onMatch,
            Consumer<Runnable> inbox) {
        this.argus = argus;
        this.runner = runner;
        this.follower = follower;
        this.feedback = feedback;
        this.schedule = schedule;
        this.onArgusFailure = onArgusFailure;
        this.onMatch = onMatch;
        this.inbox = inbox;
    }

    /** Starts a check if one is due and nothing is in progress that would change the count or make it needless. */
    void tick(long now) {
        if (inProgress || follower.isListing() || !schedule.isCountDue(now)) {
            return;
        }
        if (!follower.isGapless()) {
            requestListing("the feed may have missed events");
        } else if (isIdle()) {
            requestCount();
        }
    }

    /** Returns whether a listing is needed, and resets that. */
    boolean takeListingWanted() {
        boolean wanted = listingWanted;
        listingWanted = false;
        return wanted;
    }

    private void requestListing(String why) {
        log.info("listing all open incidents again: {}", why);
        listingWanted = true;
        mismatchSeen = false;
    }

    private boolean isIdle() {
        return !runner.registry().isInDoubt() && !runner.isOpeningOrClosing();
    }

    private void requestCount() {
        inProgress = true;
        int open = runner.expected().open();
        long listings = follower.listingsBegun();
        boolean acks = feedback.followsAcks() || runner.acks().mayExist();
        argus.readCounts(
                follower.verifiedUpTo(),
                acks ? runner.expected().acked() : -1,
                result -> inbox.accept(() -> onCount(open, listings, result)));
    }

    private void onCount(int open, long listings, Task.TaskResult<ArgusReader.ArgusCounts> result) {
        inProgress = false;
        ArgusReader.ArgusCounts count = result.value();
        if (count == null) {
            onArgusFailure.accept(result.failure());
            return;
        }
        EventFeed.NumberCheck account = count.numbers();
        if (follower.listingsBegun() != listings) {
            // A listing that began in the meantime shows all that this check could, and would be repeated for it.
            return;
        }
        if (account == null || !isIdle() || runner.expected().open() != open) {
            return;
        }
        if (!account.unbroken()) {
            requestListing("the event log of Argus skips numbers, and the missing events were not found");
        } else if (count.open() == open) {
            countsMatch(count, account);
        } else if (mismatchSeen) {
            requestListing("Argus counts " + Count.of(count.open(), "open incident") + ", expected " + open);
        } else {
            mismatchSeen = true;
        }
    }

    private void countsMatch(ArgusReader.ArgusCounts count, EventFeed.NumberCheck account) {
        mismatchSeen = false;
        Set<Long> acked = count.acked();
        if (acked != null) {
            runner.expected().recordAllAcked(acked);
        }
        runner.expected().countsAgree();
        follower.verifiedUpTo(account.newest());
        schedule.counted();
        feedback.compare();
        onMatch.accept(count);
    }
}
