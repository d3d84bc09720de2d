package io.github.argusglue.core.adapter;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One adapter from its making to its end, on a thread of its own: plugin code can hang or throw without harm to anybody
 * else. Never used again once it has failed to start or was cut.
 */
public final class AdapterThread {
    private static final Logger log = LoggerFactory.getLogger("adapter");

    private final AdapterMaker maker;
    private final SourceContext context;
    private final ThreadFactory threads;
    private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private final Thread thread;
    private volatile @Nullable Thread closer;
    private volatile @Nullable SourceAdapter adapter;
    private volatile @Nullable String healthProblem;
    private boolean started;

    AdapterThread(AdapterMaker maker, SourceContext context, ThreadFactory threads) {
        this.maker = maker;
        this.context = context;
        this.threads = threads;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /**
     * Asks for a snapshot, starting the adapter first if that has not been done.
     *
     * @param strangers incidents that the adapter is asked about after the snapshot, unless that names them
     * @param callback runs on the adapter's thread; must only pass the answer on
     */
    void snapshot(List<Incident> strangers, Consumer<Answer> callback) {
        calls.add(() -> callback.accept(look(strangers)));
    }

    /**
     * Asks for something else than a snapshot; fails if the adapter has not been started.
     *
     * @param callback runs on the adapter's thread; must only pass the answer on
     */
    <T> void call(Call<T> call, Consumer<Reply<T>> callback) {
        calls.add(() -> callback.accept(answer(call)));
    }

    private <T> Reply<T> answer(Call<T> call) {
        SourceAdapter current = adapter;
        if (current == null || !started) {
            return new Reply<>(null, SourceException.unreachable("the adapter is not started", null));
        }
        try {
            return new Reply<>(call.on(current), null);
        } catch (Throwable e) {
            rethrowIfFatal(e);
            return new Reply<>(null, explain(e));
        }
    }

    /** Returns what the adapter said to be wrong when it was asked last; null if nothing. Runs no code of it. */
    @Nullable
    String healthProblem() {
        return healthProblem;
    }

    private static @Nullable String askHealth(SourceAdapter current) {
        try {
            return current.health().problem().orElse(null);
        } catch (Throwable e) {
            rethrowIfFatal(e);
            return "health() failed: " + e;
        }
    }

    /** Ends the adapter, whatever it is doing. Waits for its own close() a little, not for a call that hangs. */
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        thread.interrupt();
        SourceAdapter current = adapter;
        if (current == null) {
            return;
        }
        Thread releasing = threads.newThread(() -> release(current));
        closer = releasing;
        releasing.start();
        try {
            releasing.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once, whoever comes first: the end, or the adapter's own thread that finds out about it. */
    private void release(SourceAdapter current) {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        try {
            current.close();
        } catch (Throwable e) {
            rethrowIfFatal(e);
            log.warn("plugin {}: close() failed", maker.plugin(), e);
        }
    }

    /** Tells whether a call of the adapter still holds one of its threads after its end. */
    boolean hangs() {
        Thread releasing = closer;
        return closed.get() && (thread.isAlive() || (releasing != null && releasing.isAlive()));
    }

    private void run() {
        try {
            while (!closed.get()) {
                calls.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer look(List<Incident> strangers) {
        try {
            SourceAdapter current = adapter;
            if (current == null) {
                current = maker.make(context);
                adapter = current;
                if (closed.get()) {
                    // close() came before there was anything to close.
                    release(current);
                    throw new InterruptedException("closed");
                }
            }
            if (!started) {
                current.start();
                started = true;
            }
            Snapshot snapshot = current.snapshot();
            healthProblem = askHealth(current);
            return new Answer(
                    snapshot, adopt(current, unnamed(snapshot, strangers)), null, started, abilities(current));
        } catch (Throwable e) {
            rethrowIfFatal(e);
            return new Answer(null, Map.of(), explain(e), started, Abilities.NONE);
        }
    }

    private Abilities abilities(SourceAdapter current) {
        try {
            Set<Feedback.Kind> accepts = EnumSet.noneOf(Feedback.Kind.class);
            current.feedback().ifPresent(sink -> accepts.addAll(sink.accepts()));
            return new Abilities(accepts, current.history().isPresent(), current.startsAreStable());
        } catch (Throwable e) {
            rethrowIfFatal(e);
            log.warn(
                    "plugin {}: feedback(), history() or startsAreStable() failed: none of them is used",
                    maker.plugin(),
                    e);
            return Abilities.NONE;
        }
    }

    private static List<Incident> unnamed(@Nullable Snapshot snapshot, List<Incident> strangers) {
        if (snapshot == null || strangers.isEmpty()) {
            return strangers;
        }
        Set<String> unique = new HashSet<>();
        Set<String> keys = new HashSet<>();
        snapshot.alerts()
                .forEach(alert ->
                        (alert.id().isUnique() ? unique : keys).add(alert.id().key()));
        return strangers.stream()
                .filter(incident -> IncidentIds.alertOf(incident)
                        .map(id -> !(id.isUnique() ? unique : keys).contains(id.key()))
                        .orElse(true))
                .toList();
    }

    private Map<Long, AlertId> adopt(SourceAdapter current, List<Incident> unrecognised) {
        Map<Long, AlertId> adopted = new HashMap<>();
        for (Incident incident : unrecognised) {
            try {
                current.adopt(asOpen(incident)).ifPresent(id -> adopted.put(incident.pk(), id));
            } catch (Throwable e) {
                rethrowIfFatal(e);
                log.warn(
                        "plugin {}: adopt() failed on incident {} ('{}'), which is left alone",
                        maker.plugin(),
                        incident.pk(),
                        incident.sourceIncidentId(),
                        e);
            }
        }
        return adopted;
    }

    private static OpenIncident asOpen(Incident incident) {
        return OpenIncident.of(
                incident.sourceIncidentId(),
                incident.startTime(),
                incident.description(),
                incident.tags().stream().map(IncidentTag::tag).toList(),
                incident.metadata(),
                uri(incident.detailsUrl()));
    }

    private static @Nullable URI uri(String url) {
        try {
            return url.isEmpty() ? null : new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private SourceException explain(Throwable e) {
        if (e instanceof SourceException known) {
            return known;
        }
        if (e instanceof InterruptedException) {
            return SourceException.unreachable("the call was cut", e);
        }
        return SourceException.badAnswer("fault in plugin " + maker.plugin() + ": " + e, e);
    }

    private static void rethrowIfFatal(Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /**
     * What came of a look at the source.
     *
     * @param snapshot null if it failed
     * @param adopted which alerts unrecognised incidents stand for, by incident
     * @param failure null if it succeeded
     * @param started whether the adapter can be asked again; otherwise a fresh one is needed
     * @param abilities what else it can do
     */
    public record Answer(
            @Nullable Snapshot snapshot,
            Map<Long, AlertId> adopted,
            @Nullable SourceException failure,
            boolean started,
            Abilities abilities) {

        /** There was no adapter that could be asked. */
        static Answer failed(SourceException failure) {
            return new Answer(null, Map.of(), failure, false, Abilities.NONE);
        }
    }

    /**
     * What an adapter can do beside telling what is open.
     *
     * @param accepts the feedback it takes
     * @param history whether it tells the log of an alert
     * @param startsAreStable whether a later start is another occurrence
     */
    public record Abilities(Set<Feedback.Kind> accepts, boolean history, boolean startsAreStable) {
        public static final Abilities NONE = new Abilities(Set.of(), false, false);
    }

    /**
     * Something asked of an adapter.
     *
     * @param <T> what comes out
     */
    @FunctionalInterface
    public interface Call<T> {
        T on(SourceAdapter adapter) throws SourceException, InterruptedException;
    }

    /**
     * What came out.
     *
     * @param <T> kind of value
     */
    public record Reply<T>(@Nullable T value, @Nullable SourceException failure) {}
}
