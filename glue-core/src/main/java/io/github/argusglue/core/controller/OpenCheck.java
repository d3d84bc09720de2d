package io.github.argusglue.core.controller;

import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.feedback.FeedbackTracker;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.EventFeed;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at each resync, without listing them, that the incidents which we believe to be open are all that are. It
 * takes two things together: Argus counts as many as we do, and its log has been followed without a gap since the last
 * listing, so that each event was seen and what it names was looked at. A difference is asked about once more before it
 * counts, since something may just have happened. Owned by the thread of the source's loop.
 *
 * <p>What a listing would show beside that:
 *
 * <ul>
 *   <li>acknowledgements that a person has ended early, which are no event: the acknowledged ones are counted, too, and
 *       listed if their number differs; new ones are events;
 *   <li>what had not been saved yet when its event was seen: whatever the log named is looked at once more later;
 *   <li>incidents that ended lately: an end that is not ours is an event, and an incident that is back under an id
 *       which is used up is found by the refusal;
 *   <li>tags, which are no event: those of others are read anew before ours are changed ({@link ActionExecutor}), and
 *       ours that a person took away come back with the next change of tags or the next listing;
 *   <li>what an administrator changes in the database: the next listing, at most {@code full_listing} later.
 * </ul>
 */
final class OpenCheck {
    private static final Logger log = LoggerFactory.getLogger("argus");

    private final ArgusReader argus;
    private final PlanRunner runner;
    private final FeedFollower follower;
    private final FeedbackTracker feedback;
    private final Schedule schedule;
    private final Consumer<@Nullable ArgusException> fault;
    private final Consumer<ArgusReader.ArgusCounts> agreed;
    private final Consumer<Runnable> inbox;
    private boolean underWay;
    private boolean differed;
    private boolean listingWanted;

    /**
     * Makes one; asks nothing.
     *
     * @param fault what to do when Argus does not answer
     * @param agreed told when nothing is missing
     */
    OpenCheck(
            ArgusReader argus,
            PlanRunner runner,
            FeedFollower follower,
            FeedbackTracker feedback,
            Schedule schedule,
            Consumer<@Nullable ArgusException> fault,
            Consumer<ArgusReader.ArgusCounts> agreed,
            Consumer<Runnable> inbox) {
        this.argus = argus;
        this.runner = runner;
        this.follower = follower;
        this.feedback = feedback;
        this.schedule = schedule;
        this.fault = fault;
        this.agreed = agreed;
        this.inbox = inbox;
    }

    /** Asks if that is due and nothing is going on that would make the answer mean nothing. */
    void tick(long now) {
        if (underWay || !schedule.isCountDue(now)) {
            return;
        }
        if (!follower.isUnbroken()) {
            want("more happened than its log tells");
        } else if (isStill()) {
            ask();
        }
    }

    /** Tells once whether only a listing can say what is open. */
    boolean takeListingWanted() {
        boolean wanted = listingWanted;
        listingWanted = false;
        return wanted;
    }

    private void want(String why) {
        log.info("all open incidents are listed anew: {}", why);
        listingWanted = true;
        differed = false;
    }

    private boolean isStill() {
        return !runner.registry().isInDoubt() && !runner.isOpeningOrClosing();
    }

    private void ask() {
        underWay = true;
        int open = runner.expected().open();
        boolean acks = feedback.followsAcks() || runner.acks().mayExist();
        argus.readCounts(
                follower.accounted(),
                acks ? runner.expected().acked() : -1,
                result -> inbox.accept(() -> counted(open, result)));
    }

    private void counted(int open, Task.TaskResult<ArgusReader.ArgusCounts> result) {
        underWay = false;
        ArgusReader.ArgusCounts count = result.value();
        if (count == null) {
            fault.accept(result.failure());
            return;
        }
        EventFeed.NumberCheck account = count.numbers();
        if (account == null || !isStill() || runner.expected().open() != open) {
            return;
        }
        if (!account.unbroken()) {
            want("numbers are left out in its log, and what they stood for was not found");
        } else if (count.open() == open) {
            agree(count, account);
        } else if (differed) {
            want("Argus counts " + count.open() + ", " + open + " are known");
        } else {
            differed = true;
        }
    }

    private void agree(ArgusReader.ArgusCounts count, EventFeed.NumberCheck account) {
        differed = false;
        Set<Long> acked = count.acked();
        if (acked != null) {
            runner.expected().recordAllAcked(acked);
        }
        runner.expected().countsAgree();
        follower.accounted(account.newest());
        schedule.counted();
        feedback.compare();
        agreed.accept(count);
    }
}
