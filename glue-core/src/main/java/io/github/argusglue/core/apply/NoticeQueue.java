package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.shape.NoticeShaper;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Tag;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things that happened once, on their way to Argus. Owned by the thread of the source's loop. */
public final class NoticeQueue {
    private static final Logger log = LoggerFactory.getLogger("notice");
    private static final int MOST = 1_000;

    /** They go before what is to be written of alerts, so only a few do at once. */
    private static final int AT_ONCE = 4;

    /** How many of those that were sent are known by their ids; past that Argus refuses them as duplicates. */
    private static final int REMEMBERED = 10_000;

    private final Argus argus;
    private final TaskQueue lane;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final NoticeShaper shaper;
    private final AtomicInteger arriving = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Set<String> sent = new LinkedHashSet<>();
    private final Map<String, Notice> waiting = new LinkedHashMap<>();
    private final Map<String, Notice> underWay = new LinkedHashMap<>();

    public NoticeQueue(Argus argus, TaskQueue lane, List<Tag> tags, InstantSource clock, Consumer<Runnable> inbox) {
        this.argus = argus;
        this.lane = lane;
        this.clock = clock;
        this.inbox = inbox;
        this.shaper = new NoticeShaper(tags, warning -> log.warn("notice: {}", warning));
    }

    /** Takes a notice from any thread, unless there are more than the loop can take. */
    public void post(Notice notice) {
        if (arriving.incrementAndGet() > MOST) {
            arriving.decrementAndGet();
            drop(notice, "come faster than they can be taken");
        } else {
            inbox.accept(() -> {
                arriving.decrementAndGet();
                add(notice);
            });
        }
    }

    /** Says so at the first, the second, the fourth …: a flood is not to drown the log as well. */
    private void drop(Notice notice, String why) {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            log.warn("notice '{}' is dropped: notices {} ({} dropped since the start)", notice.id(), why, count);
        }
    }

    /** Returns how many notices were too many. Any thread. */
    public long dropped() {
        return dropped.get();
    }

    void add(Notice notice) {
        if (sent.contains(notice.id()) || underWay.containsKey(notice.id())) {
            return;
        }
        if (waiting.size() >= MOST) {
            drop(notice, "cannot be sent and " + MOST + " wait already");
        } else {
            waiting.put(notice.id(), notice);
        }
    }

    public void send() {
        List<Task<Incident>> tasks = new ArrayList<>();
        for (Notice notice : List.copyOf(waiting.values())) {
            if (underWay.size() >= AT_ONCE) {
                break;
            }
            waiting.remove(notice.id());
            try {
                tasks.add(task(notice, shaper.shape(notice, clock.instant())));
                underWay.put(notice.id(), notice);
            } catch (RuntimeException e) {
                log.warn("notice '{}' is dropped: {}", notice.id(), e.toString());
                remember(notice);
            }
        }
        lane.offer(tasks);
    }

    private Task<Incident> task(Notice notice, NewIncident body) {
        return new Task<>(
                // A read's rank: never withdrawn, since no plan would ask for it again.
                -1,
                "notice '" + notice.id() + "'",
                notice,
                () -> argus.create(body),
                result -> inbox.accept(() -> sent(notice, result.failure())));
    }

    private void sent(Notice notice, @Nullable ArgusException failure) {
        underWay.remove(notice.id());
        ArgusException.Kind kind = failure == null ? null : failure.kind();
        if (failure == null) {
            log.info("notice '{}': {}", notice.id(), notice.description());
        } else if (kind == ArgusException.Kind.REJECTED) {
            log.warn("notice '{}' is dropped: {}", notice.id(), failure.getMessage());
        } else if (kind != ArgusException.Kind.DUPLICATE_ID) {
            waiting.putIfAbsent(notice.id(), notice);
            return;
        }
        remember(notice);
        send();
    }

    private void remember(Notice notice) {
        sent.add(notice.id());
        if (sent.size() > REMEMBERED) {
            sent.remove(sent.iterator().next());
        }
    }
}
