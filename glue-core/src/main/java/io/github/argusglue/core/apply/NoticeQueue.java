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

/** Queue of notices to be sent to Argus. Owned by the thread of the source's loop. */
public final class NoticeQueue {
    private static final Logger log = LoggerFactory.getLogger("notice");
    private static final int MAX_WAITING = 1_000;

    /** Maximum number sent at the same time, because they have priority over writes for alerts. */
    private static final int MAX_CONCURRENT = 4;

    /** Number of ids of sent notices that are remembered; Argus rejects older ones as duplicates. */
    private static final int REMEMBERED = 10_000;

    private final Argus argus;
    private final TaskQueue queue;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final NoticeShaper shaper;
    private final AtomicInteger arriving = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Set<String> sent = new LinkedHashSet<>();
    private final Map<String, Notice> waiting = new LinkedHashMap<>();
    private final Map<String, Notice> inProgress = new LinkedHashMap<>();

    public NoticeQueue(Argus argus, TaskQueue queue, List<Tag> tags, InstantSource clock, Consumer<Runnable> inbox) {
        this.argus = argus;
        this.queue = queue;
        this.clock = clock;
        this.inbox = inbox;
        this.shaper = new NoticeShaper(tags, warning -> log.warn("notice: {}", warning));
    }

    /** Accepts a notice from any thread, unless too many are waiting. */
    public void post(Notice notice) {
        if (arriving.incrementAndGet() > MAX_WAITING) {
            arriving.decrementAndGet();
            drop(notice, "arrive faster than they can be processed");
        } else {
            inbox.accept(() -> {
                arriving.decrementAndGet();
                add(notice);
            });
        }
    }

    /** Logs the first, second, fourth … dropped notice, so that a flood of notices does not flood the log. */
    private void drop(Notice notice, String why) {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            log.warn("notice '{}' dropped: notices {} ({} dropped since the start)", notice.id(), why, count);
        }
    }

    /** Returns the number of dropped notices. Any thread. */
    public long dropped() {
        return dropped.get();
    }

    void add(Notice notice) {
        if (sent.contains(notice.id()) || inProgress.containsKey(notice.id())) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            drop(notice, "cannot be sent and " + MAX_WAITING + " are waiting already");
        } else {
            waiting.put(notice.id(), notice);
        }
    }

    public void send() {
        List<Task<Incident>> tasks = new ArrayList<>();
        for (Notice notice : List.copyOf(waiting.values())) {
            if (inProgress.size() >= MAX_CONCURRENT) {
                break;
            }
            waiting.remove(notice.id());
            try {
                tasks.add(task(notice, shaper.shape(notice, clock.instant())));
                inProgress.put(notice.id(), notice);
            } catch (RuntimeException e) {
                log.warn("notice '{}' dropped: {}", notice.id(), e.toString());
                remember(notice);
            }
        }
        queue.offer(tasks);
    }

    private Task<Incident> task(Notice notice, NewIncident body) {
        return new Task<>(
                // The rank of a read, so that it is not withdrawn: no later plan would contain it again.
                -1,
                "notice '" + notice.id() + "'",
                notice,
                () -> argus.create(body),
                result -> inbox.accept(() -> sent(notice, result.failure())));
    }

    private void sent(Notice notice, @Nullable ArgusException failure) {
        inProgress.remove(notice.id());
        ArgusException.Kind kind = failure == null ? null : failure.kind();
        if (failure == null) {
            log.info("notice '{}': {}", notice.id(), notice.description());
        } else if (kind == ArgusException.Kind.REJECTED) {
            log.warn("notice '{}' dropped: {}", notice.id(), failure.getMessage());
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
