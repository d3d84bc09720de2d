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
 * Follows what others do to a source's incidents in Argus: reads the feed and looks at the incidents in doubt. If the
 * source accepts feedback, the feed is also read between cycles, so that feedback arrives within seconds. Owned by the
 * thread of the source's loop.
 */
final class FeedFollower {
    private static final Logger log = LoggerFactory.getLogger("argus");
    private static final int MAX_NAMED = 1_000;
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(4_500);

    /** The feed may be this old if another source has read it: many sources share one request. */
    private static final Duration MAX_WATCH_AGE = Duration.ofSeconds(3);

    private final ArgusReader argus;
    private final PlanRunner runner;
    private final FeedbackTracker tracker;
    private final Schedule schedule;
    private final ArgusHealth health;
    private final Consumer<@Nullable ArgusException> onArgusFailure;
    private final Consumer<Runnable> inbox;
    private final long ourUserPk;
    private final EarlyNews earlyNews;
    private final Set<Long> closedByPerson = new HashSet<>();

    /** The last ticket URL that a person set on an incident, until a look has shown whether it is still there. */
    private final Map<Long, String> ticketsOfPeople = new HashMap<>();

    /**
     * Incidents named by the feed. They are looked at once more later: an event may be visible before its change is
     * saved.
     */
    private final Set<Long> named = new HashSet<>();

    private Set<Long> namedBefore = Set.of();
    private long position;

    /** Number of the newest event up to which no event was missed. */
    private long verifiedUpTo;

    private boolean listing;
    private long listingsBegun;
    private boolean gapless = true;
    private boolean wasGapless = true;
    private boolean looking;
    private boolean eventsMissed;
    private boolean watching;
    private boolean listingWanted;
    private long watchAt = System.nanoTime();

    /**
     * Makes a follower; sends no requests.
     *
     * @param onArgusFailure called when a request fails
     * @param position in the feed before the first listing. Later listings do not change it, because only the feed
     *     shows that a person closed an incident
     * @param newestEvent number of the newest event at that position
     */
    FeedFollower(
            ArgusReader argus,
            PlanRunner runner,
            FeedbackTracker tracker,
            Schedule schedule,
            ArgusHealth health,
            Consumer<@Nullable ArgusException> onArgusFailure,
            Consumer<Runnable> inbox,
            long ourUserPk,
            long position,
            long newestEvent) {
        this.argus = argus;
        this.runner = runner;
        this.tracker = tracker;
        this.schedule = schedule;
        this.health = health;
        this.onArgusFailure = onArgusFailure;
        this.inbox = inbox;
        this.ourUserPk = ourUserPk;
        this.earlyNews = new EarlyNews(runner.registry());
        this.position = position;
        this.verifiedUpTo = newestEvent;
    }

    /** A listing begins. It shows everything missed before, and nothing that happens from now on. */
    void beginListing() {
        listing = true;
        listingsBegun++;
        wasGapless = gapless;
        gapless = true;
    }

    /** The listing failed. */
    void listingFailed() {
        listing = false;
        gapless &= wasGapless;
    }

    /**
     * Takes a listing.
     *
     * @param newestEvent number of the newest event when the listing began
     */
    void onListing(long newestEvent) {
        listing = false;
        verifiedUpTo(newestEvent);
    }

    /** Returns whether a listing is in progress. */
    boolean isListing() {
        return listing;
    }

    /** Returns how many listings have begun. */
    long listingsBegun() {
        return listingsBegun;
    }

    /** Returns whether no event was missed since the last listing began. */
    boolean isGapless() {
        return gapless;
    }

    /** Returns the number of the newest event up to which no event was missed. */
    long verifiedUpTo() {
        return verifiedUpTo;
    }

    /** Notes that no event was missed up to this one. */
    void verifiedUpTo(long newestEvent) {
        verifiedUpTo = newestEvent;
        runner.registry().doubt(namedBefore);
        namedBefore = Set.copyOf(named);
        named.clear();
    }

    /** Returns whether a listing is needed, and resets that. */
    boolean takeListingWanted() {
        boolean wanted = listingWanted;
        listingWanted = false;
        return wanted;
    }

    /** Reads the feed and looks at the incidents that it names. */
    void read(Runnable then, Consumer<@Nullable ArgusException> onFailure) {
        boolean count = eventsMissed && runner.pending() == 0;
        watchAt = System.nanoTime() + WATCH_INTERVAL.toNanos();
        argus.readFeed(
                position,
                ourUserPk,
                count ? runner.expected().open() : -1,
                result -> inbox.accept(() -> {
                    ArgusReader.FeedChanges news = result.value();
                    if (news == null) {
                        onFailure.accept(result.failure());
                    } else {
                        onNews(news, count);
                        lookThen(then);
                    }
                }));
    }

    /** Reads the feed without using a recent result, and looks at the incidents that it names. */
    void readNow(Runnable then, Consumer<@Nullable ArgusException> onFailure) {
        argus.readFeedCached(
                position,
                ourUserPk,
                Duration.ZERO,
                result -> inbox.accept(() -> {
                    ArgusReader.FeedChanges news = result.value();
                    if (news == null) {
                        onFailure.accept(result.failure());
                    } else {
                        onNews(news, false);
                        lookThen(then);
                    }
                }));
    }

    /** Reads the feed between two cycles, if due. */
    void watch(long now) {
        if (!tracker.isActive() || watching || now - watchAt < 0) {
            return;
        }
        watching = true;
        watchAt = now + WATCH_INTERVAL.toNanos();
        argus.readFeedCached(
                position,
                ourUserPk,
                MAX_WATCH_AGE,
                result -> inbox.accept(() -> {
                    watching = false;
                    ArgusReader.FeedChanges news = result.value();
                    if (news == null) {
                        onArgusFailure.accept(result.failure());
                    } else {
                        onNews(news, false);
                    }
                }));
    }

    /** Returns when the feed has to be read next, or {@code otherwise} if that is earlier. */
    long watchDue(long otherwise) {
        return tracker.isActive() && !watching ? Math.min(otherwise, watchAt) : otherwise;
    }

    private void onNews(ArgusReader.FeedChanges news, boolean counted) {
        if (news.own()) {
            health.onAnswer();
        } else {
            health.onAnswerToOtherSource();
        }
        position = Math.max(position, news.position());
        // The count shows closed incidents, but nothing else that people did.
        listingWanted |= eventsMissed && counted && tracker.isActive();
        eventsMissed = (eventsMissed && !counted) || news.lost();
        if (news.replaced()) {
            log.warn(
                    "the event log of Argus was replaced, as after a restore from a backup: nothing is written until all"
                            + " open incidents are listed");
            runner.distrust();
        } else if (news.madeByOthers().stream().anyMatch(runner.registry()::isOpen)) {
            log.warn(
                    "another source created an incident in Argus with the number of one of ours, as after a restore from"
                            + " a backup: nothing is written until all open incidents are listed");
            runner.distrust();
        }
        listingWanted |= news.listingDue() || news.replaced();
        boolean keptAll = earlyNews.add(news);
        gapless &= keptAll && !news.lost();
        recordPeople(news);
        runner.registry().doubt(runner.registry().unknownChanges.among(news.openedAsUs(), news.endedAsUs()));
    }

    /** An incident was opened: what people have done to it since can be recorded now that its number is known. */
    void onOpened(long pk) {
        earlyNews.about(pk).forEach(this::recordPeople);
    }

    private void recordPeople(ArgusReader.FeedChanges news) {
        tracker.processFeed(news);
        runner.acks().recordPeopleAcks(news.acknowledged());
        news.acknowledged().forEach(pk -> runner.expected().recordAcked(pk, true));
        Set<Long> ownChanged = new HashSet<>(news.changed());
        ownChanged.removeIf(pk -> !runner.registry().isRelevant(pk));
        runner.registry().doubt(ownChanged);
        noteNamed(ownChanged);
        news.tickets().forEach((pk, ticket) -> {
            if (ownChanged.contains(pk)) {
                ticketsOfPeople.put(pk, ticket);
            }
        });
        ownChanged.retainAll(news.closed());
        closedByPerson.addAll(ownChanged);
    }

    private void noteNamed(Set<Long> pks) {
        named.addAll(pks);
        if (named.size() > MAX_NAMED) {
            named.clear();
            gapless = false;
        }
    }

    private void lookThen(Runnable then) {
        if (looking
                || runner.registry().isDistrusted()
                || runner.registry().toLookUp().isEmpty()) {
            // Incidents in doubt are left alone until the look in progress and the next one have finished.
            then.run();
        } else {
            look(then);
        }
    }

    boolean isLookDue() {
        return !looking && !runner.registry().toLookUp().isEmpty();
    }

    /** Looks at the incidents in doubt. */
    void look(Runnable then) {
        looking = true;
        runner.registry().beginLookup();
        Set<Long> pks = runner.registry().toLookUp();
        argus.lookUp(
                pks,
                new IncidentLookup.PersonChanges(Set.copyOf(closedByPerson), Map.copyOf(ticketsOfPeople)),
                result -> inbox.accept(() -> {
                    looking = false;
                    onLookResult(pks, result);
                    then.run();
                }));
    }

    private void onLookResult(Set<Long> pks, Task.TaskResult<List<IncidentLookup.LookupResult>> result) {
        List<IncidentLookup.LookupResult> seen = result.value();
        if (seen == null) {
            schedule.lookAgainIn(health.nextPause());
            onArgusFailure.accept(result.failure());
        } else {
            Set<Long> settled = runner.registry().recordLookup(pks, seen);
            closedByPerson.removeAll(settled);
            ticketsOfPeople.keySet().removeAll(settled);
            schedule.planIn(Duration.ZERO);
        }
    }
}
