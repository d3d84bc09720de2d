package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.http.HookResult;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is counted and timed, as Prometheus reads it. What happens before the metrics library is loaded is kept and
 * counted then: loading it takes a while in which the sources are to start. Safe for use by any thread.
 */
public final class GlueMetrics {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String NO_SOURCE = "-";

    private final ServiceStatus situation;
    /** Should the endpoint never start nobody will ask for them. */
    private static final int MOST_EARLY = 10_000;

    private final AtomicInteger kept = new AtomicInteger();
    private final Queue<Event> early = new ConcurrentLinkedQueue<>();
    private volatile boolean wanted;
    private volatile @Nullable Meters meters;

    /** Makes them; loads nothing. */
    public GlueMetrics(ServiceStatus situation) {
        this.situation = situation;
    }

    /** Returns who is told of the requests to one Argus server. */
    public RequestObserver requestsTo(String server) {
        return (failure, took) -> note(ready -> ready.argusRequest(server, outcome(failure), took));
    }

    private static String outcome(ArgusException.@Nullable Kind failure) {
        return failure == null ? "ok" : failure.name().toLowerCase(Locale.ROOT);
    }

    /** Counts a webhook; the name is "" if there is no such source. */
    public void webhook(String source, HookResult result) {
        String name = source.isEmpty() ? NO_SOURCE : source;
        note(ready -> ready.webhook(name, result.name().toLowerCase(Locale.ROOT)));
    }

    /** Keeps from now on what happens; before, nobody is there to ask for it. */
    public void begin() {
        wanted = true;
    }

    private void note(Event event) {
        Meters ready = meters;
        if (!wanted) {
            return;
        } else if (ready == null) {
            if (kept.incrementAndGet() <= MOST_EARLY) {
                early.add(event);
            }
        } else {
            event.count(ready);
        }
    }

    /** Loads what is needed, if that has not been done. */
    public void prepare() {
        ready();
    }

    /** Returns all of them as they are now. */
    public HttpReply scrape() {
        return HttpReply.of(200, TYPE, ready().scrape(situation));
    }

    private synchronized Meters ready() {
        Meters ready = meters;
        if (ready == null) {
            ready = new Meters(situation.version());
            meters = ready;
        }
        // One that was on its way into the queue meanwhile is counted the next time.
        for (Event event = early.poll(); event != null; event = early.poll()) {
            event.count(ready);
        }
        return ready;
    }

    private interface Event {
        void count(Meters ready);
    }
}
