package io.github.argusglue.core.shape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Detects alerts that start and end repeatedly, by comparing snapshots. Remembers only alerts that have changed
 * recently. Owned by one thread.
 */
final class FlapDetector {
    private final @Nullable FlapPolicy policy;
    private final Map<AlertKey, ChangeRecord> records = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private int flapping;

    /** @param policy null to detect nothing */
    FlapDetector(@Nullable FlapPolicy policy) {
        this.policy = policy;
    }

    boolean isOn() {
        return policy != null;
    }

    boolean isFlapping(AlertKey key) {
        if (flapping == 0) {
            return false;
        }
        ChangeRecord record = records.get(key);
        return record != null && record.flapping;
    }

    /** Records that a snapshot contains an alert that the previous one did not. */
    void appeared(AlertKey slot, @Nullable String scope, Instant at) {
        FlapPolicy rule = policy;
        if (rule == null) {
            return;
        }
        ChangeRecord record = records.computeIfAbsent(slot, key -> new ChangeRecord(false));
        record.scope = scope;
        if (!record.open) {
            record.change(true, at, rule.changes());
            if (!record.flapping && record.exceeds(rule, at)) {
                record.flapping = true;
                flapping++;
                messages.add("alert '" + slot.key() + "' has started or ended " + rule.changes() + " times within "
                        + format(rule.within()) + ": its incident stays open until the alert has not changed for "
                        + format(rule.hold()));
            }
        }
    }

    /** Records that an alert has disappeared. */
    void disappeared(AlertKey slot, Instant at) {
        if (policy != null) {
            ChangeRecord record = records.computeIfAbsent(slot, key -> new ChangeRecord(true));
            if (record.open) {
                record.change(false, at, policy.changes());
            }
        }
    }

    /** Records that known alerts have disappeared that a snapshot does not contain although it is complete for them. */
    void recordMissing(Predicate<AlertKey> named, Completeness completeness, Instant at) {
        records.forEach((slot, record) -> {
            if (record.open && !named.test(slot) && completeness.covers(record.scope)) {
                disappeared(slot, at);
            }
        });
    }

    /** Forgets old changes; returns the alerts that have stopped flapping. */
    List<AlertKey> forgetCalm(Instant now) {
        FlapPolicy rule = policy;
        if (rule == null || records.isEmpty()) {
            return List.of();
        }
        List<AlertKey> calm = new ArrayList<>();
        for (Iterator<Map.Entry<AlertKey, ChangeRecord>> i = records.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<AlertKey, ChangeRecord> entry = i.next();
            ChangeRecord record = entry.getValue();
            if (record.last()
                    .plus(record.flapping ? rule.hold() : rule.within())
                    .isAfter(now)) {
                continue;
            }
            if (record.flapping) {
                flapping--;
                calm.add(entry.getKey());
                messages.add("alert '" + entry.getKey().key() + "' no longer flaps");
            }
            i.remove();
        }
        return calm;
    }

    /** Returns the flapping alerts that are absent now; their incidents stay open. */
    List<Desired.KeptOpen> kept() {
        FlapPolicy rule = policy;
        if (rule == null || flapping == 0) {
            return List.of();
        }
        List<Desired.KeptOpen> kept = new ArrayList<>();
        records.forEach((slot, record) -> {
            if (record.flapping && !record.open) {
                kept.add(new Desired.KeptOpen(slot, record.last(), record.last().plus(rule.hold())));
            }
        });
        return kept;
    }

    /** Returns the messages since the last call, one line each. */
    List<String> takeMessages() {
        List<String> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    private static String format(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    private static final class ChangeRecord {
        private final Deque<Instant> changes = new ArrayDeque<>();
        private boolean open;
        private boolean flapping;
        private @Nullable String scope;

        ChangeRecord(boolean open) {
            this.open = open;
        }

        void change(boolean isOpen, Instant at, int atMost) {
            open = isOpen;
            changes.addLast(at);
            if (changes.size() > atMost) {
                changes.removeFirst();
            }
        }

        boolean exceeds(FlapPolicy rule, Instant now) {
            return changes.size() >= rule.changes() && !changes.getFirst().isBefore(now.minus(rule.within()));
        }

        Instant last() {
            return changes.getLast();
        }
    }
}
