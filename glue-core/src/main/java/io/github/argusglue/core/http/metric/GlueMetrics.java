package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.http.HookResult;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.http.HttpObserver;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counters and timers in Prometheus format. Events before the metrics library is loaded are kept and counted later,
 * because loading it takes a while and must not delay the start of the sources. Thread-safe.
 */
public final class GlueMetrics {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String NO_SOURCE = "-";

    private final ServiceStatus service;
    /** Limits the kept events in case the endpoint never starts. */
    private static final int MAX_EARLY = 10_000;

    private final AtomicInteger earlyCount = new AtomicInteger();
    private final Queue<Event> early = new ConcurrentLinkedQueue<>();
    private volatile boolean enabled;
    private volatile @Nullable Meters meters;

    /** Creates the metrics; does not load the metrics library. */
    public GlueMetrics(ServiceStatus service) {
        this.service = service;
    }

    /** Returns the observer of the requests to one Argus server. */
    public RequestObserver requestsTo(String server) {
        return (failure, took) -> record(ready -> ready.argusRequest(server, outcome(failure), took));
    }

    /** Returns the observer of the HTTP requests that the adapter of a source sends. */
    public HttpObserver requestsOf(String source) {
        return (request, status, took) -> record(ready -> ready.sourceRequest(source, status, took));
    }

    private static String outcome(ArgusException.@Nullable Kind failure) {
        return failure == null ? "ok" : failure.name().toLowerCase(Locale.ROOT);
    }

    /** Counts a webhook; the name of the source is "" if it does not exist. */
    public void webhook(String source, HookResult result) {
        String name = source.isEmpty() ? NO_SOURCE : source;
        record(ready -> ready.webhook(name, result.name().toLowerCase(Locale.ROOT)));
    }

    /** Starts to keep events; without an endpoint, nobody would read them. */
    public void enable() {
        enabled = true;
    }

    private void record(Event event) {
        Meters ready = meters;
        if (!enabled) {
            return;
        } else if (ready == null) {
            if (earlyCount.incrementAndGet() <= MAX_EARLY) {
                early.add(event);
            }
        } else {
            event.count(ready);
        }
    }

    /** Loads the metrics library unless it is loaded. */
    public void prepare() {
        ready();
    }

    /** Returns the current values of all metrics. */
    public HttpReply scrape() {
        return HttpReply.of(200, TYPE, ready().scrape(service));
    }

    private synchronized Meters ready() {
        Meters ready = meters;
        if (ready == null) {
            ready = new Meters(service.version());
            meters = ready;
        }
        // An event that is being added concurrently is counted the next time.
        for (Event event = early.poll(); event != null; event = early.poll()) {
            event.count(ready);
        }
        return ready;
    }

    private interface Event {
        void count(Meters ready);
    }
}
