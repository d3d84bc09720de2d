package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the contract on an adapter in memory that accepts feedback, to show that the contract can be met. */
final class InMemoryAdapterContractTest extends SourceAdapterContract<InMemoryAdapterContractTest.Config> {

    /** Configuration of the adapter. */
    record Config(InMemorySystem system) {}

    @Override
    protected SourceAdapterFactory<Config> factory() {
        return new Factory();
    }

    @Override
    protected FakeSystem system() {
        return new InMemorySystem();
    }

    @Override
    protected Config config(FakeSystem fake) {
        return new Config((InMemorySystem) fake);
    }

    /** A monitoring system in memory: a list of problems, each with notes. */
    static final class InMemorySystem implements FakeSystem {
        private final Map<String, Alert> open = new LinkedHashMap<>();
        private final Map<String, List<String>> notes = new LinkedHashMap<>();
        private boolean down;
        private int occurrences;

        @Override
        public void open(String problem) {
            Instant start = Instant.EPOCH.plusSeconds(++occurrences);
            open.put(problem, alert(problem, start, problem));
        }

        private static Alert alert(String problem, Instant start, String text) {
            return Alert.builder(AlertId.startedAt(problem, start), start)
                    .description(text)
                    .build();
        }

        @Override
        public void end(String problem) {
            open.remove(problem);
        }

        @Override
        public void change(String problem) {
            open.computeIfPresent(problem, (key, old) -> alert(problem, old.startedAt(), "worse"));
        }

        @Override
        public void inject(Failure failure) {
            down = true;
        }

        @Override
        public void recover() {
            down = false;
        }

        @Override
        public Object feedbackState(String problem) {
            return List.copyOf(notes.getOrDefault(problem, List.of()));
        }

        @Override
        public void close() {}

        Snapshot snapshot() throws SourceException {
            check();
            return Snapshot.complete(open.values());
        }

        private void check() throws SourceException {
            if (down) {
                throw SourceException.unreachable("in-memory system: closed", null);
            }
        }

        void note(String problem, String note) throws SourceException {
            check();
            List<String> there = notes.computeIfAbsent(problem, key -> new ArrayList<>());
            if (open.containsKey(problem) && !there.contains(note)) {
                there.add(note);
            }
        }
    }

    /** Creates adapters of the in-memory system. */
    public static final class Factory implements SourceAdapterFactory<Config> {
        @Override
        public String type() {
            return "notebook";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public SourceAdapter create(Config config, SourceContext context) {
            return new InMemoryAdapter(config.system());
        }
    }

    private record InMemoryAdapter(InMemorySystem system) implements SourceAdapter, FeedbackSink {
        @Override
        public Snapshot snapshot() throws SourceException {
            return system.snapshot();
        }

        @Override
        public boolean startsAreStable() {
            return true;
        }

        @Override
        public Optional<FeedbackSink> feedback() {
            return Optional.of(this);
        }

        @Override
        public Set<Feedback.Kind> accepts() {
            return EnumSet.allOf(Feedback.Kind.class);
        }

        @Override
        public void deliver(Feedback feedback) throws SourceException {
            system.note(feedback.alertId().key(), feedback.id());
        }

        @Override
        public void close() {}
    }
}
