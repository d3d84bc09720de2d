package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.github.argusglue.spi.cluster.ClusterException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when members or owners change. A renewal is no change. If the watch ends, it begins again after a pause that
 * grows; what changes in between is told then, because a watch begins with all that is there.
 */
final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

    private final KubernetesApi api;
    private final Runnable changed;
    private final Duration shortestPause;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean reported = new AtomicBoolean();
    private final Map<String, Meaning> known = new ConcurrentHashMap<>();
    private volatile Duration pause;
    private volatile @Nullable Watch watch;

    LeaseWatch(KubernetesApi api, Runnable changed, Duration shortestPause) {
        this.api = api;
        this.changed = changed;
        this.shortestPause = shortestPause;
        this.pause = shortestPause;
        this.thread = new ScheduledThreadPoolExecutor(
                1, task -> CallLimit.daemon(task, "cluster-kubernetes-watch"), (task, ended) -> {
                    // A watch that ends because of close().
                });
    }

    /** What others see in a Lease. */
    private record Meaning(@Nullable Holder holder, String info) {
        static Meaning of(Lease lease) {
            return new Meaning(Holder.of(lease), LeaseObjects.info(lease));
        }
    }

    /** Begins to watch; does nothing if that was begun. */
    void start() {
        if (!started.getAndSet(true)) {
            thread.execute(this::connect);
        }
    }

    private void connect() {
        try {
            Watch begun = api.watch(new Events());
            watch = begun;
            reported.set(false);
            if (thread.isShutdown()) {
                begun.close();
            }
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.UNAUTHORIZED && !reported.getAndSet(true)) {
                LOG.warn("Changes in the cluster are noticed later than necessary: {}", e.getMessage());
            }
            later();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("The watch cannot begin", e);
            later();
        }
    }

    private void later() {
        Duration now = pause;
        Duration next = now.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        ScheduledFuture<?> unused = thread.schedule(this::connect, now.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns whether others see something else in a Lease than before. */
    boolean isNews(Watcher.Action action, Lease lease) {
        String name = lease.getMetadata().getName();
        Meaning now = action == Watcher.Action.DELETED ? null : Meaning.of(lease);
        Meaning before = now == null ? known.remove(name) : known.put(name, now);
        return !Objects.equals(now, before);
    }

    private final class Events implements Watcher<Lease> {
        @Override
        public void eventReceived(Action action, Lease lease) {
            if (action == Action.ERROR || action == Action.BOOKMARK) {
                return;
            }
            pause = shortestPause;
            if (isNews(action, lease)) {
                changed.run();
            }
        }

        @Override
        public void onClose() {
            // close()
        }

        @Override
        public void onClose(WatcherException cause) {
            LOG.debug("The watch has ended", cause);
            later();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Watch current = watch;
        if (current != null) {
            current.close();
        }
    }
}
