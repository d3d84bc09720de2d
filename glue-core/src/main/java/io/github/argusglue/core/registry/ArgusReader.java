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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a source's loop reads and notes in Argus beside its plans, as tasks of its lane. Holds no state. */
public final class ArgusReader {
    private static final int BACKLOG_PAGE = 200;
    private static final int BACKLOG_PAGES = 5;

    /** More than clocks that are set by the network differ by. */
    private static final Duration MEANWHILE = Duration.ofMinutes(1);

    private final Argus argus;
    private final TaskQueue lane;
    private final EventFeed feed;
    private final WriterIdentity identity;
    private final InstantSource clock;

    public ArgusReader(Argus argus, TaskQueue lane, EventFeed feed, WriterIdentity identity, InstantSource clock) {
        this.argus = argus;
        this.identity = identity;
        this.lane = lane;
        this.feed = feed;
        this.clock = clock;
    }

    /** Reads all that is open, and what ended within {@code reopenWithin}. */
    public void list(Duration reopenWithin, Consumer<Task.TaskResult<Listing>> callback) {
        read("listing", () -> listing(reopenWithin), callback);
    }

    private Listing listing(Duration reopenWithin) throws ArgusException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.identify(identity).userPk();
        // The position comes before the listing: what happens meanwhile is seen twice rather than never.
        EventFeed.Answer before = feed.since(-1, argus);
        Instant begin = clock.instant();
        List<Incident> endedBefore = argus.listEndedSince(begin.minus(reopenWithin));
        List<Incident> openThen = argus.listOpen();
        // What was closed in between is in neither, and nobody would ever ask for it.
        List<Incident> endedLast =
                argus.listEndedSince(argus.clampToServerTime(begin).minus(MEANWHILE));
        Set<Long> closed = pks(endedLast);
        List<Incident> open = without(closed, openThen);
        List<Incident> ended = new ArrayList<>(without(closed, endedBefore));
        ended.addAll(endedLast);
        identity.listed(open, ended);
        return new Listing(server, userPk, open, ended, before.position(), before.newest());
    }

    /**
     * Reads what people did since a position of the feed.
     *
     * @param open how many incidents are open by our reckoning, if that is to be compared because the feed was outrun;
     *     -1 if not
     */
    public void news(long position, long ourUserPk, int open, Consumer<Task.TaskResult<News>> callback) {
        read("feed", () -> news(feed.since(position, argus), ourUserPk, open), callback);
    }

    private News news(EventFeed.Answer answer, long ourUserPk, int open) throws ArgusException, InterruptedException {
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
            if (event.actorPk() != ourUserPk && isWorthALook(event.type())) {
                changed.add(event.incidentPk());
                event.newTicket().ifPresent(ticket -> tickets.put(event.incidentPk(), ticket));
                if (event.type() == EventType.CLO) {
                    closed.add(event.incidentPk());
                }
            }
        }
        // The feed is outrun by our own writes most often: a count says cheaply whether a listing is due.
        boolean listingDue = open >= 0 && argus.countOpen() != open;
        return new News(
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

    private static boolean isWorthALook(EventType type) {
        return switch (type) {
            case CLO, REO, CHI, END, RES -> true;
            default -> false;
        };
    }

    /**
     * Asks for all that tells, without a listing, whether anything is missing.
     *
     * @param accounted number of the newest event of the log that is accounted for
     * @param acked how many open incidents are acknowledged by our reckoning; -1 if nobody cares
     */
    public void count(long accounted, int acked, Consumer<Task.TaskResult<Count>> callback) {
        read("count", () -> count(accounted, acked), callback);
    }

    private Count count(long accounted, int acked) throws ArgusException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.identify(identity).userPk();
        // The log comes before the count: what happens in between is counted and told by the next reading.
        EventFeed.Account account = feed.account(accounted, argus);
        int open = argus.countOpen();
        boolean ackedToo = acked >= 0 && argus.countOpenAcked() != acked;
        return new Count(server, userPk, account, open, ackedToo ? pks(argus.listOpenAcked()) : null);
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

    /** Looks at incidents in doubt. */
    public void refresh(
            Set<Long> pks,
            IncidentLookup.ByPeople byPeople,
            Consumer<Task.TaskResult<List<IncidentLookup.Seen>>> callback) {
        read(
                "look at " + pks.size() + " incidents",
                () -> new IncidentLookup(argus, clock).look(pks, byPeople),
                callback);
    }

    /** Reads what others did, content with what was read for another source a few seconds ago. */
    public void watch(long position, long ourUserPk, Duration age, Consumer<Task.TaskResult<News>> callback) {
        read("feed", () -> news(feed.since(position, argus, age), ourUserPk, -1), callback);
    }

    /** Reads after which line of the log others did something to which incidents, as far as a few pages tell. */
    public void backlog(long newerThan, long ourUserPk, Consumer<Task.TaskResult<Map<Long, Long>>> callback) {
        read("feed of the past", () -> backlog(newerThan, ourUserPk), callback);
    }

    private Map<Long, Long> backlog(long newerThan, long ourUserPk) throws ArgusException, InterruptedException {
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
     * @param wanted the incidents, and of which the log is needed
     * @param acked those that were acknowledged when they were looked at last
     */
    public void people(
            Map<Long, Boolean> wanted, Set<Long> acked, Consumer<Task.TaskResult<List<IncidentActivity>>> callback) {
        read("what people did to " + wanted.size() + " incidents", () -> people(wanted, acked), callback);
    }

    private List<IncidentActivity> people(Map<Long, Boolean> wanted, Set<Long> acked)
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
    public void events(long pk, Consumer<Task.TaskResult<List<IncidentEvent>>> callback) {
        read("log of incident " + pk, () -> argus.events(pk), callback);
    }

    /** Writes a line into an incident's log; never withdrawn, since no plan would ask for it again. */
    public void note(long pk, HistoryLine line, Consumer<Task.TaskResult<Long>> callback) {
        read(
                "line in the log of incident " + pk,
                () -> {
                    argus.postEvent(pk, EventType.OTH, line.at(), line.text());
                    return pk;
                },
                callback);
    }

    /**
     * Says that the source is alive.
     *
     * @param stillTrue asked when it is about to be sent
     * @param callback gets whether it was sent
     */
    public void heartbeat(BooleanSupplier stillTrue, Consumer<Task.TaskResult<Boolean>> callback) {
        // After what is to be read and before what is to be written, however much that is; never withdrawn.
        lane.offer(List.of(new Task<>(
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

    private <T> void read(String name, Task.Operation<T> call, Consumer<Task.TaskResult<T>> callback) {
        lane.offer(List.of(new Task<>(-2, name, null, call, callback)));
    }

    /**
     * All that Argus has of a source.
     *
     * @param position of the feed when the listing began
     * @param newestEvent number of the newest line of the log then, of any source
     */
    public record Listing(
            ServerInfo server,
            long userPk,
            List<Incident> open,
            List<Incident> ended,
            long position,
            long newestEvent) {}

    /**
     * What Argus says without a listing.
     *
     * @param account what is known of its log; null if it could not be read because somebody else did
     * @param open how many incidents it counts
     * @param acked those that are acknowledged; null if their number is what it should be
     */
    public record Count(
            ServerInfo server,
            long userPk,
            EventFeed.@Nullable Account account,
            int open,
            @Nullable Set<Long> acked) {}

    /**
     * What others did.
     *
     * @param changed incidents, this source's and others'
     * @param closed those of them that a person closed
     * @param tickets the last ticket that a person gave to those of them where one did, empty text for none
     * @param acknowledged incidents that a person acknowledged
     * @param openedAsUs incidents that somebody opened with our token, most often we
     * @param endedAsUs incidents that somebody ended with our token, most often we
     * @param madeByOthers incidents that another source made
     * @param position to ask from next time
     * @param newestEvent number of the newest line of the log, of any source
     * @param lost whether more happened than the feed tells
     * @param replaced whether Argus's log is another one than it was, as after a restore
     * @param listingDue whether the count is not what it should be, so that only a listing can tell
     * @param own whether Argus was asked with this source's own token for it
     */
    public record News(
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

        /** Returns the incidents that somebody else did something to that a source may want to be told. */
        public Set<Long> touched() {
            Set<Long> touched = new HashSet<>(changed);
            touched.addAll(acknowledged);
            return touched;
        }
    }
}
