package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.spi.Notice;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things that happened once, on their way to Argus. Owned by the thread of the source's loop. */
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final int MOST = 1_000;

    private final Argus argus;
    private final TaskQueue lane;
    private final Consumer<Runnable> inbox;
    private final Map<String, Notice> waiting = new LinkedHashMap<>();
    private final Map<String, Notice> underWay = new LinkedHashMap<>();

    Outbox(Argus argus, TaskQueue lane, Consumer<Runnable> inbox) {
        this.argus = argus;
        this.lane = lane;
        this.inbox = inbox;
    }

    void add(Notice notice) {
        if (waiting.size() >= MOST) {
            log.warn("notice '{}' is dropped: {} others wait to be sent", notice.id(), waiting.size());
        } else if (!underWay.containsKey(notice.id())) {
            waiting.put(notice.id(), notice);
        }
    }

    void send() {
        List<Notice> now = List.copyOf(waiting.values());
        waiting.clear();
        now.forEach(notice -> underWay.put(notice.id(), notice));
        lane.offer(now.stream().map(this::task).toList());
    }

    private Task<Incident> task(Notice notice) {
        return new Task<>(
                // A read's rank: never withdrawn, since no plan would ask for it again.
                -1,
                "notice '" + notice.id() + "'",
                notice,
                () -> argus.create(body(notice)),
                result -> inbox.accept(() -> sent(notice, result.failure())));
    }

    private void sent(Notice notice, @Nullable ArgusException failure) {
        underWay.remove(notice.id());
        if (failure == null) {
            log.info("notice '{}': {}", notice.id(), notice.description());
        } else if (failure.kind() == ArgusException.Kind.REJECTED) {
            log.warn("notice '{}' is dropped: {}", notice.id(), failure.getMessage());
        } else if (failure.kind() != ArgusException.Kind.DUPLICATE_ID) {
            waiting.putIfAbsent(notice.id(), notice);
        }
    }

    private static NewIncident body(Notice notice) {
        return new NewIncident(
                notice.id(),
                notice.at(),
                false,
                notice.severity().level(),
                notice.description(),
                notice.tags(),
                notice.detailsUrl().map(URI::toString).orElse(""),
                "",
                Map.of());
    }
}
