package io.github.argusglue.core.adapter;

import com.fasterxml.jackson.databind.type.TypeFactory;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Runs one adapter on its own thread from creation to close, so that plugin code that hangs or throws affects nothing
 * else. Not used again after it has failed to start or was cancelled.
 */
public final class AdapterThread {
    private static final Logger log = LoggerFactory.getLogger("adapter");

    private final AdapterMaker maker;
    private final AdapterContext context;
    private final ThreadFactory threads;
    private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
    private final PluginCalls pluginCalls;
    private final PluginCalls closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private final Thread thread;
    private volatile @Nullable Thread closer;
    private volatile @Nullable SourceAdapter adapter;
    private boolean started;

    AdapterThread(AdapterMaker maker, AdapterContext context, ThreadFactory threads) {
        this.maker = maker;
        this.context = context;
        this.threads = threads;
        this.pluginCalls = new PluginCalls(maker);
        this.closing = new PluginCalls(maker);
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /**
     * Requests a snapshot; starts the adapter first if necessary.
     *
     * @param unexplained incidents that the adapter is asked about after the snapshot, unless the snapshot names them
     * @param callback runs on the adapter's thread; must only pass the result on
     */
    void snapshot(List<Incident> unexplained, Consumer<SnapshotResult> callback) {
        calls.add(() -> callback.accept(takeSnapshot(unexplained)));
    }

    /**
     * Only creates the adapter.
     *
     * @param callback receives the failure, or null, on the adapter's thread; must only pass it on
     */
    void create(Consumer<@Nullable SourceException> callback) {
        calls.add(() -> {
            SourceException failure = null;
            try {
                create();
            } catch (Throwable e) {
                rethrowIfFatal(e);
                failure = toSourceException(e);
            }
            callback.accept(failure);
        });
    }

    /**
     * Calls the adapter for something other than a snapshot; fails if the adapter has not been started.
     *
     * @param callback runs on the adapter's thread; must only pass the result on
     */
    <T> void call(AdapterCall<T> call, Consumer<CallResult<T>> callback) {
        calls.add(() -> callback.accept(runCall(call)));
    }

    private <T> CallResult<T> runCall(AdapterCall<T> call) {
        SourceAdapter current = adapter;
        if (current == null || !started) {
            return new CallResult<>(null, SourceException.unreachable("the adapter has not been started", null));
        }
        try {
            return new CallResult<>(call.invoke(current), null);
        } catch (Throwable e) {
            rethrowIfFatal(e);
            return new CallResult<>(null, toSourceException(e));
        }
    }

    /** Returns which call of the plugin is in progress, since when and where its thread is; empty if there is none. */
    Optional<String> callInProgress() {
        return pluginCalls.inProgress().or(closing::inProgress);
    }

    private static @Nullable String askHealth(SourceAdapter current) {
        try {
            return current.health().problem().orElse(null);
        } catch (PluginCalls.PluginFaultException e) {
            log.debug("", e);
            return e.getMessage();
        }
    }

    /** Closes the adapter, whatever it is doing. Waits up to two seconds for its close(), not for a call that hangs. */
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        thread.interrupt();
        context.close();
        SourceAdapter current = adapter;
        if (current == null) {
            return;
        }
        Thread releasing = threads.newThread(() -> release(current));
        closer = releasing;
        releasing.start();
        try {
            releasing.join(TimeUnit.SECONDS.toMillis(2));
            closing.inProgress().ifPresent(call -> log.warn("{}; it is not waited for any longer", call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs once, either in close() or on the adapter's own thread, whichever comes first. */
    private void release(SourceAdapter current) {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        try {
            new CheckedAdapter(current, closing).close();
        } catch (PluginCalls.PluginFaultException e) {
            warn(String.valueOf(e.getMessage()), e);
        } finally {
            forgetTypes();
        }
    }

    /**
     * Jackson remembers the types that it has read and written. Plugins that contain the application's version of it
     * share this memory, which would keep the classes of a plugin that was replaced.
     */
    private static void forgetTypes() {
        TypeFactory.defaultInstance().clearCache();
    }

    /** Returns whether a call of the adapter still occupies one of its threads after its end. */
    boolean isHanging() {
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
        } finally {
            forgetTypes();
        }
    }

    private SnapshotResult takeSnapshot(List<Incident> unexplained) {
        try {
            SourceAdapter current = create();
            if (!started) {
                current.start();
                started = true;
            }
            Snapshot snapshot = current.snapshot();
            return new SnapshotResult(
                    snapshot,
                    adopt(current, notInSnapshot(snapshot, unexplained)),
                    null,
                    started,
                    askHealth(current),
                    abilities(current));
        } catch (Throwable e) {
            rethrowIfFatal(e);
            return new SnapshotResult(null, Map.of(), toSourceException(e), started, null, Abilities.NONE);
        }
    }

    private SourceAdapter create() throws SourceException, InterruptedException {
        SourceAdapter current = adapter;
        if (current == null) {
            SourceAdapter made = pluginCalls.make("create()", "it must return an adapter", this::make);
            current = new CheckedAdapter(made, pluginCalls);
            adapter = current;
            if (closed.get()) {
                // close() was called before there was an adapter to close.
                release(current);
                throw new InterruptedException("closed");
            }
        }
        return current;
    }

    /** A refused configuration is no fault of the plugin. */
    private SourceAdapter make() throws Exception {
        try {
            return maker.make(context);
        } catch (ConfigException e) {
            throw SourceException.badAnswer("its configuration is refused: " + e.getMessage(), e);
        }
    }

    private Abilities abilities(SourceAdapter current) {
        try {
            Set<Feedback.Kind> accepts = EnumSet.noneOf(Feedback.Kind.class);
            current.feedback().ifPresent(sink -> accepts.addAll(sink.accepts()));
            return new Abilities(accepts, current.history().isPresent(), current.startsAreStable());
        } catch (PluginCalls.PluginFaultException e) {
            warn(e.getMessage() + "; feedback, history and stable starts are not used", e);
            return Abilities.NONE;
        }
    }

    private static List<Incident> notInSnapshot(@Nullable Snapshot snapshot, List<Incident> unexplained) {
        if (snapshot == null || unexplained.isEmpty()) {
            return unexplained;
        }
        Set<String> unique = new HashSet<>();
        Set<String> keys = new HashSet<>();
        snapshot.alerts()
                .forEach(alert ->
                        (alert.id().isUnique() ? unique : keys).add(alert.id().key()));
        return unexplained.stream()
                .filter(incident -> IncidentIds.alertOf(incident)
                        .map(id -> !(id.isUnique() ? unique : keys).contains(id.key()))
                        .orElse(true))
                .toList();
    }

    private Map<Long, AlertId> adopt(SourceAdapter current, List<Incident> unexplained) {
        Map<Long, AlertId> adopted = new HashMap<>();
        PluginCalls.@Nullable PluginFaultException fault = null;
        int failed = 0;
        for (Incident incident : unexplained) {
            try {
                current.adopt(asOpen(incident)).ifPresent(id -> adopted.put(incident.pk(), id));
            } catch (PluginCalls.PluginFaultException e) {
                fault = e;
                failed++;
            }
        }
        if (fault != null) {
            warn(fault.getMessage() + "; ignored for " + failed + " incidents", fault);
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

    private SourceException toSourceException(Throwable e) {
        if (e instanceof SourceException known) {
            return known;
        }
        if (e instanceof InterruptedException) {
            return SourceException.unreachable("the call was cancelled", e);
        }
        if (e instanceof PluginCalls.PluginFaultException) {
            return SourceException.badAnswer(String.valueOf(e.getMessage()), e.getCause());
        }
        return SourceException.badAnswer("error in plugin " + maker.plugin() + ": " + e, e);
    }

    /** One line, and the stack trace for those who look for the fault. */
    private static void warn(String message, PluginCalls.PluginFaultException fault) {
        log.warn("{}", message);
        log.debug("", fault);
    }

    private static void rethrowIfFatal(Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /**
     * Result of a request for a snapshot.
     *
     * @param snapshot null if the request failed
     * @param adopted the alerts to which unexplained incidents belong, by incident
     * @param failure null if the request succeeded
     * @param started whether the adapter can be used again; otherwise a new one is needed
     * @param healthProblem what the adapter says does not work, although it can be read; null if nothing
     * @param abilities optional abilities of the adapter
     */
    public record SnapshotResult(
            @Nullable Snapshot snapshot,
            Map<Long, AlertId> adopted,
            @Nullable SourceException failure,
            boolean started,
            @Nullable String healthProblem,
            Abilities abilities) {
        private static final int MAX_SCOPES = 10;

        /** Returns what does not work of a source that could be read, one line for each part; empty if nothing. */
        public List<String> degraded() {
            List<String> parts = new ArrayList<>();
            if (healthProblem != null) {
                parts.add(healthProblem);
            }
            if (snapshot != null) {
                Map<String, String> unknown = Completeness.of(snapshot).unknownScopes();
                unknown.entrySet().stream()
                        .limit(MAX_SCOPES)
                        .forEach(scope -> parts.add("scope '" + scope.getKey() + "' is unknown: " + scope.getValue()));
                if (unknown.size() > MAX_SCOPES) {
                    parts.add("and " + (unknown.size() - MAX_SCOPES) + " more scopes are unknown");
                }
            }
            return List.copyOf(parts);
        }

        /** Returns the result if there is no adapter. */
        static SnapshotResult failed(SourceException failure) {
            return new SnapshotResult(null, Map.of(), failure, false, null, Abilities.NONE);
        }
    }

    /**
     * Optional abilities of an adapter.
     *
     * @param accepts the kinds of feedback that it accepts
     * @param history whether it can read the log of an alert
     * @param startsAreStable whether a later start means another occurrence
     */
    public record Abilities(Set<Feedback.Kind> accepts, boolean history, boolean startsAreStable) {
        public static final Abilities NONE = new Abilities(Set.of(), false, false);
    }

    /**
     * A call of an adapter.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface AdapterCall<T> {
        T invoke(SourceAdapter adapter) throws SourceException, InterruptedException;
    }

    /**
     * Result of a call.
     *
     * @param <T> type of the value
     */
    public record CallResult<T>(@Nullable T value, @Nullable SourceException failure) {}
}
