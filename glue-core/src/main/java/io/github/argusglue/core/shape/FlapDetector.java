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
 * Which alerts come and go all the time, as the snapshots show it. Only alerts that have changed lately are remembered.
 * Owned by one thread.
 */
final class FlapDetector {
    private final @Nullable FlapPolicy policy;
    private final Map<AlertKey, ChangeRecord> records = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private int flapping;

    /** @param policy null if nothing is to be watched */
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

    /** Notes that a snapshot names an alert which the one before did not. */
    void appeared(AlertKey slot, Instant at) {
        FlapPolicy rule = policy;
        if (rule == null) {
            return;
        }
        ChangeRecord record = records.computeIfAbsent(slot, key -> new ChangeRecord(false));
        if (!record.open) {
            record.change(true, at, rule.changes());
            if (!record.flapping && record.exceeds(rule, at)) {
                record.flapping = true;
                flapping++;
                messages.add("alert '" + slot.key() + "' has come and gone " + rule.changes() + " times within "
                        + format(rule.within()) + ": its incident stays open until it has been calm for "
                        + format(rule.hold()));
            }
        }
    }

    /** Notes that an alert is gone. */
    void disappeared(AlertKey slot, Instant at) {
        if (policy != null) {
            ChangeRecord record = records.computeIfAbsent(slot, key -> new ChangeRecord(true));
            if (record.open) {
                record.change(false, at, policy.changes());
            }
        }
    }

    /** Notes that what a complete snapshot does not name is gone, if we know that it was there. */
    void recordMissing(Predicate<AlertKey> named, Instant at) {
        records.forEach((slot, record) -> {
            if (record.open && !named.test(slot)) {
                disappeared(slot, at);
            }
        });
    }

    /** Forgets what was long ago; returns the alerts that are calm again. */
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
                messages.add("alert '" + entry.getKey().key() + "' is calm again");
            }
            i.remove();
        }
        return calm;
    }

    /** Returns the alerts that are gone and likely to come back. */
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

    /** Returns what has begun or ended since it was asked last, one line each. */
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
