package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The reads that a source's loop makes in Argus, as tasks of its lane. Holds no state of the source. */
final class ArgusSide {
    private final Argus argus;
    private final TaskQueue lane;
    private final Feed feed;
    private final InstantSource clock;

    ArgusSide(Argus argus, TaskQueue lane, Feed feed, InstantSource clock) {
        this.argus = argus;
        this.lane = lane;
        this.feed = feed;
        this.clock = clock;
    }

    /** Reads all that is open, and what ended within {@code reopenWithin}. */
    void list(Duration reopenWithin, Consumer<Task.Result<Listing>> callback) {
        read("listing", () -> listing(reopenWithin), callback);
    }

    private Listing listing(Duration reopenWithin) throws ArgusException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.userPk();
        // The position comes before the listing: what happens meanwhile is seen twice rather than never.
        long position = feed.since(-1, argus).position();
        List<Incident> ended = argus.endedSince(clock.instant().minus(reopenWithin));
        return new Listing(server, userPk, argus.open(), ended, position);
    }

    /**
     * Reads what people did since a position of the feed.
     *
     * @param open how many incidents are open by our reckoning, if that is to be compared because the feed was outrun;
     *     -1 if not
     */
    void news(long position, long ourUserPk, int open, Consumer<Task.Result<News>> callback) {
        read("feed", () -> news(position, ourUserPk, open), callback);
    }

    private News news(long position, long ourUserPk, int open) throws ArgusException, InterruptedException {
        Feed.Answer answer = feed.since(position, argus);
        Set<Long> changed = new HashSet<>();
        Set<Long> closed = new HashSet<>();
        Set<Long> acknowledged = new HashSet<>();
        for (IncidentEvent event : answer.events()) {
            if (event.actorPk() != ourUserPk && event.type() == EventType.ACK) {
                acknowledged.add(event.incidentPk());
            }
            if (event.actorPk() != ourUserPk && isWorthALook(event.type())) {
                changed.add(event.incidentPk());
                if (event.type() == EventType.CLO) {
                    closed.add(event.incidentPk());
                }
            }
        }
        // The feed is outrun by our own writes most often: a count says cheaply whether a listing is due.
        boolean listingDue = open >= 0 && argus.countOpen() != open;
        return new News(changed, closed, acknowledged, answer.position(), answer.lost(), listingDue);
    }

    private static boolean isWorthALook(EventType type) {
        return switch (type) {
            case CLO, REO, CHI, END, RES -> true;
            default -> false;
        };
    }

    /** Looks at incidents in doubt. */
    void refresh(Set<Long> pks, Set<Long> closedByPerson, Consumer<Task.Result<List<Refresh.Seen>>> callback) {
        read(
                "look at " + pks.size() + " incidents",
                () -> new Refresh(argus, clock).look(pks, closedByPerson),
                callback);
    }

    private <T> void read(String name, Task.Call<T> call, Consumer<Task.Result<T>> callback) {
        lane.offer(List.of(new Task<>(-2, name, null, call, callback)));
    }

    /**
     * All that Argus has of a source.
     *
     * @param position of the feed when the listing began
     */
    record Listing(ServerInfo server, long userPk, List<Incident> open, List<Incident> ended, long position) {}

    /**
     * What others did.
     *
     * @param changed incidents, this source's and others'
     * @param closed those of them that a person closed
     * @param acknowledged incidents that a person acknowledged
     * @param position to ask from next time
     * @param lost whether more happened than the feed tells
     * @param listingDue whether the count is not what it should be, so that only a listing can tell
     */
    record News(
            Set<Long> changed,
            Set<Long> closed,
            Set<Long> acknowledged,
            long position,
            boolean lost,
            boolean listingDue) {}
}
