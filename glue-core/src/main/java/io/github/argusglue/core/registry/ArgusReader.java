package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.shape.HistoryLine;
import io.github.argusglue.core.status.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requests of a source's loop other than the actions of its plans, as tasks of its queue. Stateless. */
public final class ArgusReader {
    private static final int BACKLOG_PAGE = 200;
    private static final int BACKLOG_PAGES = 5;

    /** More than the difference of clocks that are synchronized over the network. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final Argus argus;
    private final TaskQueue queue;
    private final EventFeed feed;
    private final WriterIdentity identity;
    private final InstantSource clock;

    public ArgusReader(Argus argus, TaskQueue queue, EventFeed feed, WriterIdentity identity, InstantSource clock) {
        this.argus = argus;
        this.identity = identity;
        this.queue = queue;
        this.feed = feed;
        this.clock = clock;
    }

    /** Lists the open incidents, and those that ended within {@code reopenWithin}. */
    public void list(Duration reopenWithin, Consumer<Task.TaskResult<Listing>> callback) {
        read("listing", () -> listing(reopenWithin), callback);
    }

    private Listing listing(Duration reopenWithin) throws ArgusException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.identify(identity).userPk();
        // The position is read before the listing, so that changes during the listing are seen twice rather than not at
        // all.
        EventFeed.FeedEvents before = feed.eventsSince(-1, argus);
        Instant begin = clock.instant();
        List<Incident> endedBefore = argus.listEndedSince(begin.minus(reopenWithin));
        List<Incident> openThen = argus.listOpen();
        // Incidents closed in between are in neither list, and nothing else would find them.
        List<Incident> endedLast =
                argus.listEndedSince(argus.clampToServerTime(begin).minus(CLOCK_TOLERANCE));
        Set<Long> closed = pks(endedLast);
        List<Incident> open = without(closed, openThen);
        List<Incident> ended = new ArrayList<>(without(closed, endedBefore));
        ended.addAll(endedLast);
        identity.rememberIncident(open, ended);
        return new Listing(server, userPk, open, ended, before.position(), before.newest());
    }

    /**
     * Reads what others did since a position of the feed.
     *
     * @param open expected number of open incidents, to compare it with Argus because the feed has gaps; -1 not to
     *     compare
     */
    public void readFeed(long position, long ourUserPk, int open, Consumer<Task.TaskResult<FeedChanges>> callback) {
        read("feed", () -> readFeed(feed.eventsSince(position, argus), ourUserPk, open), callback);
    }

    private FeedChanges readFeed(EventFeed.FeedEvents answer, long ourUserPk, int open)
            throws ArgusException, InterruptedException {
        Set<Long> changed = new HashSet<>();
        Set<Long> closed = new HashSet<>();
        Set<Long> acknowledged = new HashSet<>();
        Set<Long> opened = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        Set<Long> madeByOthers = new HashSet<>();
        Map<Long, String> tickets = new HashMap<>();
        for (IncidentEvent event : answer.events()) {
            if (event.actorPk() == ourUserPk && (event.type() == EventType.STA || event.type() == EventType.RES)) {
                opened.add(event.incidentPk());
            } else if (event.actorPk() == ourUserPk && event.type() == EventType.END) {
                ended.add(event.incidentPk());
            }
            if (event.actorPk() != ourUserPk && event.type() == EventType.STA) {
                madeByOthers.add(event.incidentPk());
            }
            if (event.actorPk() != ourUserPk && event.type() == EventType.ACK) {
                acknowledged.add(event.incidentPk());
            }
            if (event.actorPk() != ourUserPk && needsLookup(event.type())) {
                changed.add(event.incidentPk());
                event.newTicket().ifPresent(ticket -> tickets.put(event.incidentPk(), ticket));
                if (event.type() == EventType.CLO) {
                    closed.add(event.incidentPk());
                }
            }
        }
        // The feed usually has gaps because of our own writes: counting is a cheap way to see whether a listing is
        // needed.
        boolean listingDue = open >= 0 && argus.countOpen() != open;
        return new FeedChanges(
                changed,
                closed,
                tickets,
                acknowledged,
                opened,
                ended,
                madeByOthers,
                answer.position(),
                answer.newest(),
                answer.lost(),
                answer.replaced(),
                listingDue,
                answer.own() || open >= 0);
    }

    private static boolean needsLookup(EventType type) {
        return switch (type) {
            case CLO, REO, CHI, END, RES -> true;
            default -> false;
        };
    }

    /**
     * Requests what shows, without a listing, whether anything is missing.
     *
     * @param accounted number of the newest event of the log that is accounted for
     * @param acked expected number of acknowledged open incidents; -1 not to compare
     */
    public void readCounts(long accounted, int acked, Consumer<Task.TaskResult<ArgusCounts>> callback) {
        read("count", () -> readCounts(accounted, acked), callback);
    }

    private ArgusCounts readCounts(long accounted, int acked) throws ArgusException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.identify(identity).userPk();
        // The log is read before the count: events in between are counted, and reported by the next reading.
        EventFeed.NumberCheck account = feed.checkNumbers(accounted, argus);
        int open = argus.countOpen();
        boolean ackedToo = acked >= 0 && argus.countOpenAcked() != acked;
        return new ArgusCounts(server, userPk, account, open, ackedToo ? pks(argus.listOpenAcked()) : null);
    }

    private static List<Incident> without(Set<Long> pks, List<Incident> incidents) {
        return incidents.stream().noneMatch(incident -> pks.contains(incident.pk()))
                ? incidents
                : incidents.stream()
                        .filter(incident -> !pks.contains(incident.pk()))
                        .toList();
    }

    private static Set<Long> pks(List<Incident> incidents) {
        return incidents.stream().map(Incident::pk).collect(Collectors.toSet());
    }

    /** Looks up incidents whose state is in doubt. */
    public void lookUp(
            Set<Long> pks,
            IncidentLookup.PersonChanges byPeople,
            Consumer<Task.TaskResult<List<IncidentLookup.LookupResult>>> callback) {
        read(
                "look up " + Count.of(pks.size(), "incident"),
                () -> new IncidentLookup(argus, clock).lookUp(pks, byPeople),
                callback);
    }

    /** Reads what others did; uses what was read for another source a few seconds ago. */
    public void readFeedCached(
            long position, long ourUserPk, Duration age, Consumer<Task.TaskResult<FeedChanges>> callback) {
        read("feed", () -> readFeed(feed.eventsSince(position, argus, age), ourUserPk, -1), callback);
    }

    /** Reads which incidents others changed since an event of the log, as far as a few pages show. */
    public void readBacklog(long newerThan, long ourUserPk, Consumer<Task.TaskResult<Map<Long, Long>>> callback) {
        read("feed of the past", () -> readBacklog(newerThan, ourUserPk), callback);
    }

    private Map<Long, Long> readBacklog(long newerThan, long ourUserPk) throws ArgusException, InterruptedException {
        Map<Long, Long> found = new HashMap<>();
        FeedPage page = argus.feed(BACKLOG_PAGE, null);
        for (int pages = 1; ; pages++) {
            boolean reached = true;
            for (IncidentEvent event : page.events()) {
                reached &= event.pk() <= newerThan;
                if (event.pk() > newerThan && event.actorPk() != ourUserPk && isByPeople(event.type())) {
                    found.merge(event.incidentPk(), event.pk(), Math::max);
                }
            }
            if (reached || page.next() == null || pages == BACKLOG_PAGES) {
                return found;
            }
            page = argus.feed(BACKLOG_PAGE, page.next());
        }
    }

    private static boolean isByPeople(EventType type) {
        return switch (type) {
            case CLO, REO, CHI, ACK -> true;
            default -> false;
        };
    }

    /**
     * Reads who did what to incidents.
     *
     * @param wanted the incidents, and whether their log is needed
     * @param acked those that were acknowledged at the last lookup
     */
    public void readActivity(
            Map<Long, Boolean> wanted, Set<Long> acked, Consumer<Task.TaskResult<List<IncidentActivity>>> callback) {
        read(
                "activity of people on " + Count.of(wanted.size(), "incident"),
                () -> readActivity(wanted, acked),
                callback);
    }

    private List<IncidentActivity> readActivity(Map<Long, Boolean> wanted, Set<Long> acked)
            throws ArgusException, InterruptedException {
        List<IncidentActivity> found = new ArrayList<>();
        for (Incident incident : argus.findByPk(wanted.keySet())) {
            long pk = incident.pk();
            found.add(new IncidentActivity(
                    incident,
                    wanted.getOrDefault(pk, true) ? argus.events(pk) : null,
                    incident.acked() || acked.contains(pk) ? argus.acks(pk) : null));
        }
        return found;
    }

    /** Reads an incident's log. */
    public void readLog(long pk, Consumer<Task.TaskResult<List<IncidentEvent>>> callback) {
        read("log of incident " + pk, () -> argus.events(pk), callback);
    }

    /** Writes a line to an incident's log. It is not withdrawn, because no later plan would contain it again. */
    public void writeLogLine(long pk, HistoryLine line, Consumer<Task.TaskResult<Long>> callback) {
        read(
                "line in the log of incident " + pk,
                () -> {
                    argus.postEvent(pk, EventType.OTH, line.at(), line.text());
                    return pk;
                },
                callback);
    }

    /**
     * Reports to Argus that the source is alive.
     *
     * @param stillTrue is asked right before sending
     * @param callback receives whether it was sent
     */
    public void heartbeat(BooleanSupplier stillTrue, Consumer<Task.TaskResult<Boolean>> callback) {
        // Runs after reads and before writes, however many there are; not withdrawn.
        queue.offer(List.of(new Task<>(
                -1,
                "heartbeat",
                null,
                () -> {
                    boolean send = stillTrue.getAsBoolean();
                    if (send) {
                        argus.heartbeat();
                    }
                    return send;
                },
                callback)));
    }

    private <T> void read(String name, Task.TaskBody<T> call, Consumer<Task.TaskResult<T>> callback) {
        queue.offer(List.of(new Task<>(-2, name, null, call, callback)));
    }

    /**
     * All incidents of a source.
     *
     * @param position of the feed when the listing began
     * @param newestEvent number of the newest event of the log at that time, of any source
     */
    public record Listing(
            ServerInfo server,
            long userPk,
            List<Incident> open,
            List<Incident> ended,
            long position,
            long newestEvent) {}

    /**
     * What Argus reports without a listing.
     *
     * @param numbers what is known about its log; null if it was not read because another source was reading it
     * @param open number of open incidents
     * @param acked the acknowledged incidents; null if their number is as expected
     */
    public record ArgusCounts(
            ServerInfo server,
            long userPk,
            EventFeed.@Nullable NumberCheck numbers,
            int open,
            @Nullable Set<Long> acked) {}

    /**
     * What others did.
     *
     * @param changed incidents, of this source and others
     * @param closed those of them that a person closed
     * @param tickets the last ticket that a person set, by incident; an empty text if the person removed it
     * @param acknowledged incidents that a person acknowledged
     * @param openedAsUs incidents that were opened with our token, usually by us
     * @param endedAsUs incidents that were ended with our token, usually by us
     * @param madeByOthers incidents that another source created
     * @param position for the next request
     * @param newestEvent number of the newest event of the log, of any source
     * @param lost whether there were more events than the feed contains
     * @param replaced whether Argus has a different log than before, as after a restore from a backup
     * @param listingDue whether the count is not as expected, so that a listing is needed
     * @param own whether Argus was asked with this source's own token
     */
    public record FeedChanges(
            Set<Long> changed,
            Set<Long> closed,
            Map<Long, String> tickets,
            Set<Long> acknowledged,
            Set<Long> openedAsUs,
            Set<Long> endedAsUs,
            Set<Long> madeByOthers,
            long position,
            long newestEvent,
            boolean lost,
            boolean replaced,
            boolean listingDue,
            boolean own) {

        /** Returns the incidents that somebody else changed in a way that the source may have to be told. */
        public Set<Long> touched() {
            Set<Long> touched = new HashSet<>(changed);
            touched.addAll(acknowledged);
            return touched;
        }

        /** Returns whether somebody else changed an incident in such a way. */
        public boolean isAbout(long pk) {
            return changed.contains(pk) || acknowledged.contains(pk);
        }

        /** Returns what others did to some of the incidents, without what is about the feed itself. */
        public FeedChanges about(Predicate<Long> wanted) {
            return new FeedChanges(
                    filter(changed, wanted),
                    filter(closed, wanted),
                    tickets.entrySet().stream()
                            .filter(one -> wanted.test(one.getKey()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                    filter(acknowledged, wanted),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    position,
                    newestEvent,
                    false,
                    false,
                    false,
                    false);
        }

        private static Set<Long> filter(Set<Long> pks, Predicate<Long> wanted) {
            return pks.stream().filter(wanted).collect(Collectors.toSet());
        }
    }
}
