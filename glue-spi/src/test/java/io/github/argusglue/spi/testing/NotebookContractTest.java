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

/** The contract, kept by an adapter in memory that takes feedback: the kit can be passed. */
final class NotebookContractTest extends SourceAdapterContract<NotebookContractTest.Config> {

    /** What it needs to know. */
    record Config(Notebook notebook) {}

    @Override
    protected SourceAdapterFactory<Config> factory() {
        return new Factory();
    }

    @Override
    protected FakeSystem system() {
        return new Notebook();
    }

    @Override
    protected Config config(FakeSystem system) {
        return new Config((Notebook) system);
    }

    /** A monitoring system that is a list of problems with notes below them. */
    static final class Notebook implements FakeSystem {
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
        public void cause(Trouble trouble) {
            down = true;
        }

        @Override
        public void recover() {
            down = false;
        }

        @Override
        public Object carriedBack(String problem) {
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
                throw SourceException.unreachable("notebook: closed", null);
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

    /** Makes its adapters. */
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
            return new Adapter(config.notebook());
        }
    }

    private record Adapter(Notebook notebook) implements SourceAdapter, FeedbackSink {
        @Override
        public Snapshot snapshot() throws SourceException {
            return notebook.snapshot();
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
            notebook.note(feedback.alertId().key(), feedback.id());
        }

        @Override
        public void close() {}
    }
}
