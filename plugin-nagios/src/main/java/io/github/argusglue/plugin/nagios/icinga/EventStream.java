package io.github.argusglue.plugin.nagios.icinga;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Follows Icinga's events, each of which says that something may have changed. */
final class EventStream implements AutoCloseable {
    private static final int PAUSE_SECONDS = 3;

    private static final List<String> TYPES = List.of(
            "StateChange",
            "Flapping",
            "AcknowledgementSet",
            "AcknowledgementCleared",
            "CommentAdded",
            "CommentRemoved",
            "DowntimeTriggered",
            "DowntimeRemoved",
            "ObjectModified");

    private static final String FILTER = "event.type != \"StateChange\" || event.state_type == 1";

    private final IcingaApi api;
    private final Runnable changed;
    private final String queue;
    private final ScheduledExecutorService thread;
    private volatile Health health = Health.ok();
    /** Whether events may have been missed. */
    private boolean interrupted;

    EventStream(IcingaApi api, SourceContext context, Runnable changed) {
        this.api = api;
        this.changed = changed;
        this.queue = "argus-glue-" + context.installation() + "-" + context.sourceName();
        this.thread = Executors.newSingleThreadScheduledExecutor(context.threadFactory());
        thread.scheduleWithFixedDelay(this::follow, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void follow() {
        try {
            api.requirePermissions(List.of("events/*"));
            if (interrupted) {
                changed.run();
            }
            interrupted = true;
            health = Health.ok();
            api.follow(queue, TYPES, FILTER, changed);
        } catch (SourceException e) {
            boolean snapshotsSaySo = e.kind() == SourceException.Kind.UNREACHABLE;
            interrupted &= snapshotsSaySo;
            health = snapshotsSaySo ? Health.ok() : Health.degraded("changes are seen late: " + e.getMessage());
        } catch (InterruptedException e) {
            // The source is being closed.
        }
    }

    Health health() {
        return health;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
