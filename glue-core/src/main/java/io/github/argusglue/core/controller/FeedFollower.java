package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.feedback.FeedbackTracker;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.IncidentLookup;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what others do in Argus to a source's incidents: reads the feed and looks at what is in doubt. A source that
 * takes feedback is followed between its cycles, too, so that it is told within seconds. Owned by the thread of the
 * source's loop.
 */
final class FeedFollower {
    private static final Logger log = LoggerFactory.getLogger("argus");
    private static final int MOST_NAMED = 1_000;
    private static final Duration WATCH_EVERY = Duration.ofMillis(4_500);

    /** What another source has read this lately will do: many sources still make one request. */
    private static final Duration WATCH_AGE = Duration.ofSeconds(3);

    private final ArgusReader argus;
    private final PlanRunner runner;
    private final FeedbackTracker tracker;
    private final Schedule schedule;
    private final ArgusHealth health;
    private final Consumer<@Nullable ArgusException> fault;
    private final Consumer<Runnable> inbox;
    private final long ourUserPk;
    private final Set<Long> closedByPerson = new HashSet<>();

    /** The last ticket that a person gave to an incident, until a look has shown whether it is still there. */
    private final Map<Long, String> ticketsOfPeople = new HashMap<>();

    /** What the log named, once more looked at later: an event may be seen before what it tells of is saved. */
    private final Set<Long> named = new HashSet<>();

    private Set<Long> namedBefore = Set.of();
    private long position;

    /** Number of the newest event up to which nothing is missing. */
    private long accounted;

    private boolean unbroken = true;
    private boolean wasUnbroken = true;
    private boolean refreshing;
    private boolean outrun;
    private boolean watching;
    private boolean listingWanted;
    private long watchAt = System.nanoTime();

    /**
     * Makes one; does nothing.
     *
     * @param fault what to do when Argus does not answer
     * @param position of the feed before the first listing; later listings keep it, for that a person closed what is
     *     open tells the feed alone
     * @param newestEvent number of the newest event then
     */
    FeedFollower(
            ArgusReader argus,
            PlanRunner runner,
            FeedbackTracker tracker,
            Schedule schedule,
            ArgusHealth health,
            Consumer<@Nullable ArgusException> fault,
            Consumer<Runnable> inbox,
            long ourUserPk,
            long position,
            long newestEvent) {
        this.argus = argus;
        this.runner = runner;
        this.tracker = tracker;
        this.schedule = schedule;
        this.health = health;
        this.fault = fault;
        this.inbox = inbox;
        this.ourUserPk = ourUserPk;
        this.position = position;
        this.accounted = newestEvent;
    }

    /** A listing begins that tells what may have been missed until now, and nothing of what will be. */
    void beginListing() {
        wasUnbroken = unbroken;
        unbroken = true;
    }

    /** The listing that had begun told nothing. */
    void listingFailed() {
        unbroken &= wasUnbroken;
    }

    /** Takes a listing that began when an event was the newest one. */
    void listed(long newestEvent) {
        accounted(newestEvent);
    }

    /** Tells whether the log has told all that happened since the last listing began. */
    boolean isUnbroken() {
        return unbroken;
    }

    /** Returns the number of the newest event up to which nothing is missing. */
    long accounted() {
        return accounted;
    }

    /** Notes that nothing is missing up to an event. */
    void accounted(long newestEvent) {
        accounted = newestEvent;
        runner.registry().doubt(namedBefore);
        namedBefore = Set.copyOf(named);
        named.clear();
    }

    /** Tells once whether only a listing can say what is open. */
    boolean takeListingWanted() {
        boolean wanted = listingWanted;
        listingWanted = false;
        return wanted;
    }

    /** Reads the feed and looks at what it names. */
    void read(Runnable then, Consumer<@Nullable ArgusException> failed) {
        boolean count = outrun && runner.pending() == 0;
        watchAt = System.nanoTime() + WATCH_EVERY.toNanos();
        argus.readFeed(
                position,
                ourUserPk,
                count ? runner.expected().open() : -1,
                result -> inbox.accept(() -> {
                    ArgusReader.FeedChanges news = result.value();
                    if (news == null) {
                        failed.accept(result.failure());
                    } else {
                        take(news, count);
                        lookThen(then);
                    }
                }));
    }

    /** Reads the feed now, whatever was read a moment ago, and looks at what it names. */
    void readAnew(Runnable then, Consumer<@Nullable ArgusException> failed) {
        argus.readFeedCached(
                position,
                ourUserPk,
                Duration.ZERO,
                result -> inbox.accept(() -> {
                    ArgusReader.FeedChanges news = result.value();
                    if (news == null) {
                        failed.accept(result.failure());
                    } else {
                        take(news, false);
                        lookThen(then);
                    }
                }));
    }

    /** Reads the feed between two cycles if that is due. */
    void watch(long now) {
        if (!tracker.isActive() || watching || now - watchAt < 0) {
            return;
        }
        watching = true;
        watchAt = now + WATCH_EVERY.toNanos();
        argus.readFeedCached(
                position,
                ourUserPk,
                WATCH_AGE,
                result -> inbox.accept(() -> {
                    watching = false;
                    ArgusReader.FeedChanges news = result.value();
                    if (news == null) {
                        fault.accept(result.failure());
                    } else {
                        take(news, false);
                    }
                }));
    }

    /** Returns when the feed has to be read again. */
    long watchDue(long otherwise) {
        return tracker.isActive() && !watching ? Math.min(otherwise, watchAt) : otherwise;
    }

    private void take(ArgusReader.FeedChanges news, boolean counted) {
        if (news.own()) {
            health.answered();
        } else {
            health.answeredAnother();
        }
        position = Math.max(position, news.position());
        // The count tells whether people have closed something, and nothing of what else they may have done.
        listingWanted |= outrun && counted && tracker.isActive();
        outrun = (outrun && !counted) || news.lost();
        if (news.replaced()) {
            log.warn("the event log of Argus is another one than before, as after a restore from a backup: nothing is"
                    + " written before all is listed");
            runner.distrust();
        } else if (news.madeByOthers().stream().anyMatch(runner.registry()::isOpen)) {
            log.warn(
                    "another source has made an incident in Argus whose number was one of ours, as after a restore from a"
                            + " backup: nothing is written before all is listed");
            runner.distrust();
        }
        listingWanted |= news.listingDue() || news.replaced();
        unbroken &= !news.lost();
        tracker.processFeed(news);
        runner.acks().recordPeopleAcks(news.acknowledged());
        news.acknowledged().forEach(pk -> runner.expected().recordAcked(pk, true));
        Set<Long> ours = new HashSet<>(news.changed());
        ours.removeIf(pk -> !runner.registry().isRelevant(pk));
        runner.registry().doubt(ours);
        note(ours);
        runner.registry().doubt(runner.registry().unknownChanges(news.openedAsUs(), news.endedAsUs()));
        news.tickets().forEach((pk, ticket) -> {
            if (ours.contains(pk)) {
                ticketsOfPeople.put(pk, ticket);
            }
        });
        ours.retainAll(news.closed());
        closedByPerson.addAll(ours);
    }

    private void note(Set<Long> pks) {
        named.addAll(pks);
        if (named.size() > MOST_NAMED) {
            named.clear();
            unbroken = false;
        }
    }

    private void lookThen(Runnable then) {
        if (refreshing
                || runner.registry().isDistrusted()
                || runner.registry().toLookUp().isEmpty()) {
            // What is in doubt is left alone until the look under way and the one after it have told.
            then.run();
        } else {
            refresh(then);
        }
    }

    boolean isLookDue() {
        return !refreshing && !runner.registry().toLookUp().isEmpty();
    }

    /** Looks at what is in doubt. */
    void refresh(Runnable then) {
        refreshing = true;
        runner.registry().beginLookup();
        Set<Long> pks = runner.registry().toLookUp();
        argus.lookUp(
                pks,
                new IncidentLookup.PersonChanges(Set.copyOf(closedByPerson), Map.copyOf(ticketsOfPeople)),
                result -> inbox.accept(() -> {
                    refreshing = false;
                    refreshed(pks, result);
                    then.run();
                }));
    }

    private void refreshed(Set<Long> pks, Task.TaskResult<List<IncidentLookup.LookupResult>> result) {
        List<IncidentLookup.LookupResult> seen = result.value();
        if (seen == null) {
            schedule.lookAgainIn(health.pause());
            fault.accept(result.failure());
        } else {
            Set<Long> settled = runner.registry().recordLookup(pks, seen);
            closedByPerson.removeAll(settled);
            ticketsOfPeople.keySet().removeAll(settled);
            schedule.planIn(Duration.ZERO);
        }
    }
}
