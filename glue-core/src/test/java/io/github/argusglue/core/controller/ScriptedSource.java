package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A plugin whose adapters do what the test says. Safe for use by any thread. */
public final class ScriptedSource implements AdapterMaker {
    public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    /** Produces a snapshot for the adapter that is asked. */
    @FunctionalInterface
    public interface Script {
        @Nullable
        Snapshot snapshot(Adapter adapter) throws Exception;
    }

    public final List<Adapter> adapters = new CopyOnWriteArrayList<>();
    public final AtomicInteger snapshots = new AtomicInteger();
    public volatile Script script = adapter -> Snapshot.complete(List.of());
    public volatile Callable<Boolean> onMake = () -> true;
    public volatile Consumer<SourceContext> onRegister = context -> {};
    public volatile Callable<Boolean> onStart = () -> true;
    public volatile Function<OpenIncident, Optional<AlertId>> onAdopt = incident -> Optional.empty();
    public volatile Supplier<Health> health = Health::ok;
    public volatile Consumer<Adapter> onClose = adapter -> {};
    public volatile Set<Feedback.Kind> accepts = Set.of();
    public volatile Callable<Boolean> onDeliver = () -> true;

    /** Feedback whose delivery fails with a fault of the plugin. */
    public volatile Predicate<Feedback> cannotDeliver = feedback -> false;

    public volatile @Nullable HistoryScript history;
    public volatile boolean startsAreStable;

    /** Subjects of the alerts, for tests in which ids of other processes are to be recognised. */
    public volatile List<String> subjects = List.of();

    /** Prefix of its ids, which differs from that of a twin. */
    public volatile String prefix = "";

    /** Feedback that was delivered successfully. */
    public final List<Feedback> delivered = new CopyOnWriteArrayList<>();

    /** Produces the log of an alert. */
    @FunctionalInterface
    public interface HistoryScript {
        List<HistoryEntry> entries(AlertId id, Instant since) throws Exception;
    }

    /** Returns the delivered feedback, one short line each. */
    public List<String> deliveredLines() {
        return delivered.stream()
                .map(feedback -> feedback.kind() + " " + feedback.alertId().key())
                .toList();
    }

    /** Returns an open alert with this key. */
    public static Alert alert(String key) {
        return alert(key, key);
    }

    public static Alert alert(String key, String description) {
        return Alert.builder(AlertId.startedAt(key, START), START)
                .description(description)
                .build();
    }

    /** Sets the open alerts. */
    public void open(Alert... alerts) {
        Snapshot snapshot = Snapshot.complete(List.of(alerts));
        script = adapter -> snapshot;
    }

    public Adapter lastAdapter() {
        return adapters.get(adapters.size() - 1);
    }

    @Override
    public SourceAdapter make(SourceContext context) throws Exception {
        onMake.call();
        Adapter made = new Adapter(context);
        adapters.add(made);
        onRegister.accept(context);
        return made;
    }

    @Override
    public ClassLoader loader() {
        return ScriptedSource.class.getClassLoader();
    }

    @Override
    public String plugin() {
        return "scripted 1.0";
    }

    /** An adapter of this source. */
    public final class Adapter implements SourceAdapter {
        public final SourceContext context;
        public final AtomicInteger closes = new AtomicInteger();
        public final AtomicInteger snapshotCalls = new AtomicInteger();

        public Adapter(SourceContext context) {
            this.context = context;
        }

        @Override
        public void start() throws InterruptedException {
            run(onStart);
        }

        @Override
        @SuppressWarnings("NullAway") // a plugin may be wrong
        public Snapshot snapshot() throws InterruptedException {
            snapshotCalls.incrementAndGet();
            snapshots.incrementAndGet();
            return run(() -> script.snapshot(this));
        }

        @Override
        public Optional<AlertId> adopt(OpenIncident incident) {
            return onAdopt.apply(incident);
        }

        @Override
        public boolean startsAreStable() {
            return startsAreStable;
        }

        @Override
        public Optional<FeedbackSink> feedback() {
            return accepts.isEmpty() ? Optional.empty() : Optional.of(new Sink());
        }

        @Override
        public Optional<HistorySource> history() {
            HistoryScript script = history;
            return script == null ? Optional.empty() : Optional.of((id, since) -> run(() -> script.entries(id, since)));
        }

        private final class Sink implements FeedbackSink {
            @Override
            public Set<Feedback.Kind> accepts() {
                return accepts;
            }

            @Override
            public void deliver(Feedback feedback) throws InterruptedException {
                run(onDeliver);
                if (cannotDeliver.test(feedback)) {
                    throw new IllegalStateException("a fault of the plugin");
                }
                delivered.add(feedback);
            }
        }

        @Override
        public Health health() {
            return health.get();
        }

        @Override
        public void close() {
            closes.incrementAndGet();
            onClose.accept(this);
        }

        private static <T> T run(Callable<T> script) throws InterruptedException {
            try {
                return script.call();
            } catch (Exception e) {
                throw Sneaky.sneak(e);
            }
        }
    }

    /** Throws checked exceptions of a script unchanged. */
    private static final class Sneaky {
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        static <E extends Throwable> RuntimeException sneak(Throwable e) throws E {
            throw (E) e;
        }
    }
}
