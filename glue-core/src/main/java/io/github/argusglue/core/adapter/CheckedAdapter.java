package io.github.argusglue.core.adapter;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The adapter of a plugin as the core calls it: every fault of a call is a fault of the plugin, by name and method. */
final class CheckedAdapter implements SourceAdapter {
    private static final String OPTIONAL = "it must return an Optional; empty if there is none";

    private final SourceAdapter plugin;
    private final PluginCalls calls;

    CheckedAdapter(SourceAdapter plugin, PluginCalls calls) {
        this.plugin = plugin;
        this.calls = calls;
    }

    @Override
    public void start() throws SourceException, InterruptedException {
        calls.make("start()", "", () -> {
            plugin.start();
            return true;
        });
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        return calls.make(
                "snapshot()",
                "it must return a Snapshot, or throw a SourceException if the source cannot be read",
                plugin::snapshot);
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return calls.ask("adopt()", OPTIONAL, () -> plugin.adopt(incident));
    }

    @Override
    public boolean startsAreStable() {
        return calls.<Boolean>ask("startsAreStable()", "", plugin::startsAreStable);
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return calls.<Optional<FeedbackSink>>ask("feedback()", OPTIONAL, plugin::feedback)
                .map(CheckedSink::new);
    }

    @Override
    public Optional<HistorySource> history() {
        return calls.<Optional<HistorySource>>ask("history()", OPTIONAL, plugin::history)
                .map(CheckedHistory::new);
    }

    @Override
    public Health health() {
        return calls.ask("health()", "it must return Health.ok() if nothing is wrong", plugin::health);
    }

    @Override
    public void close() {
        calls.ask("close()", "", () -> {
            plugin.close();
            return true;
        });
    }

    private <C extends Collection<?>> C withoutNull(String method, C result) {
        for (Object element : result) {
            if (element == null) {
                throw calls.isNull(method, "a collection that contains null", "every element must be an object");
            }
        }
        return result;
    }

    /** The sink of the adapter. */
    private final class CheckedSink implements FeedbackSink {
        private final FeedbackSink sink;

        CheckedSink(FeedbackSink sink) {
            this.sink = sink;
        }

        @Override
        public Set<Feedback.Kind> accepts() {
            return withoutNull(
                    "accepts()",
                    calls.<Set<Feedback.Kind>>ask(
                            "accepts()", "it must return a set; an empty one if no kind is accepted", sink::accepts));
        }

        @Override
        public void deliver(Feedback feedback) throws SourceException, InterruptedException {
            calls.make("deliver()", "", () -> {
                sink.deliver(feedback);
                return true;
            });
        }
    }

    /** The history of the adapter. */
    private final class CheckedHistory implements HistorySource {
        private final HistorySource history;

        CheckedHistory(HistorySource history) {
            this.history = history;
        }

        @Override
        public List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException {
            return withoutNull(
                    "entriesSince()",
                    calls.<List<HistoryEntry>>make(
                            "entriesSince()",
                            "it must return a list; an empty one if there are no entries",
                            () -> history.entriesSince(id, since)));
        }
    }
}
