package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.spi.Ending;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which open incidents are to be ended. Unknown is not empty: absence counts only in a complete, fresh snapshot, and
 * {@link MassCloseGuard} says how far it is believed.
 */
final class ClosePlanner {
    private final PlanBuilder planning;
    private final Desired desired;
    private final String sourceName;
    private final MassCloseGuard guard;
    private final IdentityHashMap<MirrorEntry, Ending> endings = new IdentityHashMap<>();
    private final Set<MirrorEntry> said = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<MirrorEntry, Desired.KeptOpen> kept = new IdentityHashMap<>();
    private final IdentityHashMap<MirrorEntry, String> dropped = new IdentityHashMap<>();

    ClosePlanner(PlanBuilder planning, Desired desired, String sourceName) {
        this.planning = planning;
        this.desired = desired;
        this.sourceName = sourceName;
        this.guard = new MassCloseGuard(planning, desired);
    }

    void close() {
        for (MirrorEntry entry : planning.mirror.surplus()) {
            if (!planning.ledger.peers().isLeftToOther(entry.incident().pk(), planning.now)) {
                planning.endDuplicate(entry);
            }
        }
        boolean unknownToo = planning.policy.closeUnknown()
                && !planning.mirror.unrecognised().isEmpty();
        if (planning.matched() != planning.mirror.recognised() || unknownToo) {
            planning.name(desired);
            findReasons();
            for (MirrorEntry entry : planning.mirror.entries()) {
                if (!planning.isNamed(entry) && !planning.mirror.isSurplus(entry)) {
                    consider(entry);
                }
            }
        }
        guard.decide();
    }

    private void findReasons() {
        for (Ending ending : desired.endings()) {
            MirrorEntry entry = ended(ending);
            if (entry != null && (isTold(ending) || !endings.containsKey(entry))) {
                endings.put(entry, ending);
            }
        }
        desired.stated().stream().map(this::ended).filter(Objects::nonNull).forEach(said::add);
        desired.kept().forEach(one -> put(kept, planning.mirror.find(one.key()), one));
        desired.dropped().forEach(one -> put(dropped, planning.mirror.find(one.id()), one.rule()));
    }

    /** Returns the incident that an ending is about; null if there is none, or it is of a later occurrence. */
    private @Nullable MirrorEntry ended(Ending ending) {
        MirrorEntry entry = planning.mirror.find(ending.alertId());
        boolean earlier = entry != null && entry.id() != null && desired.isEarlier(ending.alertId(), entry.id());
        return earlier ? null : entry;
    }

    private static <T> void put(IdentityHashMap<MirrorEntry, T> map, @Nullable MirrorEntry entry, T value) {
        if (entry != null) {
            map.put(entry, value);
        }
    }

    /**
     * Ends what the source says is over. What it merely does not name, what its adapter infers from that, and what a
     * rule drops may end if the guard lets it. A partial snapshot infers only what it says itself.
     */
    private void consider(MirrorEntry entry) {
        long pk = entry.incident().pk();
        Desired.KeptOpen coming = kept.get(entry);
        Ending ending = endings.get(entry);
        String rule = dropped.get(entry);
        if (planning.ledger.reopened().isByPerson(pk)) {
            planning.waiting.hold(
                    Hold.Guard.REOPENED,
                    "closings of incidents reopened by a person: each stays open until its alert is back or a person closes it");
            stays(entry);
        } else if (coming != null && coming.until().isAfter(desired.takenAt())) {
            planning.waiting.absentSince(pk, coming.since());
            planning.waiting.untilLooked(
                    Hold.Guard.FLAP, "closings of alerts that come and go ('flap')", coming.until());
            stays(entry);
        } else if (ending != null && isTold(ending)) {
            if (planning.waiting.mayCloseEnded(pk)) {
                guard.told(entry);
                planning.end(entry, ending.endedAt(), reason(ending));
            }
        } else if (ending != null && (desired.isComplete() || said.contains(entry) || guard.isLet(entry))) {
            if (planning.waiting.mayCloseEnded(pk)) {
                guard.candidate(entry, ending.endedAt(), reason(ending));
            } else {
                guard.missed(entry);
            }
        } else if (rule != null) {
            guard.candidate(entry, planning.now, "dropped by " + rule);
        } else if (entry.id() != null || planning.policy.closeUnknown()) {
            absent(entry);
        }
    }

    private void stays(MirrorEntry entry) {
        if (desired.isComplete() || said.contains(entry)) {
            guard.missed(entry);
            guard.stays();
        } else {
            guard.unknown(entry);
        }
    }

    private void absent(MirrorEntry entry) {
        long pk = entry.incident().pk();
        HoldTracker waiting = planning.waiting;
        Duration age = Duration.between(desired.takenAt(), planning.now);
        if (planning.ledger.peers().isLeftToOther(pk, planning.now)) {
            waiting.absent(pk);
            guard.unknown(entry);
            waiting.hold(Hold.Guard.STRANGER, "closings of incidents that another process with this token has opened");
        } else if (!desired.isComplete()) {
            waiting.absent(pk);
            guard.unknown(entry);
            waiting.hold(
                    Hold.Guard.PARTIAL_SNAPSHOT, "closings: the snapshot is partial (" + desired.partialReason() + ")");
        } else if (age.compareTo(planning.policy.maxSnapshotAge()) > 0) {
            waiting.absent(pk);
            guard.unknown(entry);
            waiting.hold(Hold.Guard.OLD_SNAPSHOT, "closings: the snapshot is " + age.toSeconds() + " s old");
        } else if (waiting.mayClose(pk)) {
            guard.candidate(entry, waiting.absent(pk), "no longer reported by " + sourceName);
        } else {
            guard.missed(entry);
        }
    }

    private static boolean isTold(Ending ending) {
        return ending.evidence() == Ending.Evidence.REPORTED;
    }

    private String reason(Ending ending) {
        return ending.reason().isBlank() ? "ended in " + sourceName : ending.reason();
    }
}
