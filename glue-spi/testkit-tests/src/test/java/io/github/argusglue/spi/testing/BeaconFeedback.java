package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Writes to the system what people do in Argus, and reads its logs. */
final class BeaconFeedback implements FeedbackSink {
    private final Supplier<BeaconConfig> config;
    private final Fault fault;
    private final BeaconClient client;
    private final Set<String> done = new HashSet<>();
    private int reads;

    BeaconFeedback(Supplier<BeaconConfig> config, BeaconClient client) {
        this.config = config;
        this.fault = config.get().fault();
        this.client = client;
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        if (fault == Fault.ACCEPTS_BLOCKS) {
            BeaconClient.block(config.get());
        }
        return fault == Fault.ACCEPTS_NOTHING
                ? Set.of()
                : EnumSet.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED, Feedback.Kind.TICKET_SET);
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        if (fault == Fault.DELIVER_BLOCKS) {
            BeaconClient.block(config.get());
        }
        try {
            apply(feedback, name(feedback.alertId()));
        } catch (SourceException e) {
            if (fault != Fault.FAILED_FEEDBACK_IS_LOST) {
                throw e;
            }
        }
    }

    private static String name(AlertId id) {
        return id.key().substring(id.key().indexOf('/') + 1);
    }

    private void apply(Feedback feedback, String problem) throws SourceException, InterruptedException {
        switch (feedback.kind()) {
            case ACKNOWLEDGED -> client.get("ack", problem, BeaconSystem.OURS, feedback.text());
            case UNACKNOWLEDGED -> {
                if (fault != Fault.UNACK_IS_NOT_DONE) {
                    boolean all = fault == Fault.UNACK_REMOVES_THOSE_OF_OTHERS;
                    client.get("unack", problem, all ? "*" : BeaconSystem.OURS);
                }
            }
            case TICKET_SET -> {
                if (fault != Fault.TICKET_IS_NOT_DONE && !isNoted(feedback, problem)) {
                    client.get("note", problem, BeaconSystem.OURS, "ticket (" + feedback.id() + ")");
                }
            }
            default -> throw new IllegalArgumentException(feedback.toString());
        }
    }

    private boolean isNoted(Feedback feedback, String problem) throws SourceException, InterruptedException {
        if (fault == Fault.TICKET_IS_DONE_TWICE) {
            return false;
        }
        if (fault == Fault.TICKET_IS_DONE_BY_EACH_ADAPTER) {
            return !done.add(feedback.id());
        }
        return client.get("log", problem).lines().stream().anyMatch(line -> line.contains(feedback.id()));
    }

    HistorySource history() {
        return fault == Fault.HISTORY_OF_A_FAILURE_IS_EMPTY ? this::entriesIfPossible : this::entriesSince;
    }

    private List<HistoryEntry> entriesIfPossible(AlertId id, Instant since) throws InterruptedException {
        try {
            return entriesSince(id, since);
        } catch (SourceException e) {
            return List.of();
        }
    }

    private List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException {
        if (fault == Fault.ENTRIES_BLOCK) {
            BeaconClient.block(config.get());
        }
        reads++;
        List<HistoryEntry> entries = new ArrayList<>();
        for (String line : client.get("log", name(id)).lines()) {
            String[] parts = line.split("\\|", 3);
            Instant at = Instant.parse(parts[0]).plusSeconds(fault == Fault.HISTORY_TIME_MOVES ? reads : 0);
            boolean ours = parts[1].equals(BeaconSystem.OURS) && fault != Fault.OWN_LINES_IN_HISTORY;
            if (!ours && (!at.isBefore(since) || fault == Fault.HISTORY_IGNORES_SINCE)) {
                entries.add(HistoryEntry.of(at, parts[1], parts[2]));
            }
        }
        if (fault == Fault.HISTORY_IS_REVERSED) {
            Collections.reverse(entries);
        }
        return entries;
    }
}
