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
 * Decides which open incidents to end. Absence counts only in a recent snapshot that is complete for the alert's scope,
 * and {@link MassCloseGuard} limits how many incidents may end for that reason.
 */
final class ClosePlanner {
    private final PlanBuilder builder;
    private final Desired desired;
    private final String sourceName;
    private final MassCloseGuard guard;
    private final IdentityHashMap<MirrorEntry, Ending> endings = new IdentityHashMap<>();
    private final Set<MirrorEntry> stated = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<MirrorEntry, Desired.KeptOpen> kept = new IdentityHashMap<>();
    private final IdentityHashMap<MirrorEntry, String> dropped = new IdentityHashMap<>();

    ClosePlanner(PlanBuilder builder, Desired desired, String sourceName) {
        this.builder = builder;
        this.desired = desired;
        this.sourceName = sourceName;
        this.guard = new MassCloseGuard(builder, desired);
    }

    void planCloses() {
        for (MirrorEntry entry : builder.mirror.duplicates()) {
            if (!builder.ledger.peers().isLeftToOther(entry.incident().pk(), builder.now)) {
                builder.endDuplicate(entry);
            }
        }
        boolean unknownToo =
                builder.policy.closeUnknown() && !builder.mirror.unrecognised().isEmpty();
        if (builder.matched() != builder.mirror.recognised() || unknownToo) {
            builder.markPresent(desired);
            findReasons();
            for (MirrorEntry entry : builder.mirror.entries()) {
                if (!builder.isPresent(entry) && !builder.mirror.isDuplicate(entry)) {
                    decide(entry);
                }
            }
        }
        guard.decide();
    }

    private void findReasons() {
        for (Ending ending : desired.endings()) {
            MirrorEntry entry = ended(ending);
            if (entry != null && (isReported(ending) || !endings.containsKey(entry))) {
                endings.put(entry, ending);
            }
        }
        desired.stated().stream().map(this::ended).filter(Objects::nonNull).forEach(stated::add);
        desired.kept().forEach(one -> put(kept, builder.mirror.find(one.key()), one));
        desired.dropped().forEach(one -> put(dropped, builder.mirror.find(one.id()), one.reason()));
    }

    /**
     * Returns the open incident to which an ending applies; null if there is none, or if it is of a later occurrence.
     */
    private @Nullable MirrorEntry ended(Ending ending) {
        MirrorEntry entry = builder.mirror.find(ending.alertId());
        boolean earlier = entry != null && entry.id() != null && desired.isEarlier(ending.alertId(), entry.id());
        return earlier ? null : entry;
    }

    private static <T> void put(IdentityHashMap<MirrorEntry, T> map, @Nullable MirrorEntry entry, T value) {
        if (entry != null) {
            map.put(entry, value);
        }
    }

    /**
     * Ends an incident whose end the source reports. If the alert is merely absent, the adapter infers its end from
     * that, or the operator has it dropped, the mass close guard has to agree. Where the snapshot is not complete, only
     * endings that it states itself are inferred.
     */
    private void decide(MirrorEntry entry) {
        long pk = entry.incident().pk();
        Desired.KeptOpen keptOpen = kept.get(entry);
        Ending ending = endings.get(entry);
        String drop = dropped.get(entry);
        if (builder.ledger.reopened().isByPerson(pk)) {
            builder.holds.hold(
                    Hold.Guard.REOPENED,
                    "closings of incidents that a person reopened: each stays open until its alert returns"
                            + " or a person closes it");
            keepOpen(entry);
        } else if (keptOpen != null && keptOpen.until().isAfter(desired.takenAt())) {
            builder.holds.absentSince(pk, keptOpen.since());
            builder.holds.holdUntilSnapshot(Hold.Guard.FLAP, "closings of flapping alerts ('flap')", keptOpen.until());
            keepOpen(entry);
        } else if (ending != null && isReported(ending)) {
            if (builder.holds.mayCloseEnded(pk)) {
                guard.reported(entry);
                builder.end(entry, ending.endedAt(), reason(ending));
            }
        } else if (ending != null && (isKnown(entry) || guard.mayEnd(entry))) {
            if (builder.holds.mayCloseEnded(pk)) {
                guard.addCandidate(entry, ending.endedAt(), reason(ending));
            } else {
                guard.recordAbsent(entry);
            }
        } else if (drop != null) {
            guard.addCandidate(entry, builder.now, drop);
        } else if (entry.id() != null || builder.policy.closeUnknown()) {
            absent(entry);
        }
    }

    /** Returns whether the snapshot says that the alert of an incident is absent, not only that it was not read. */
    private boolean isKnown(MirrorEntry entry) {
        return desired.isComplete() || stated.contains(entry) || desired.covers(entry.scope());
    }

    private void keepOpen(MirrorEntry entry) {
        if (isKnown(entry)) {
            guard.recordAbsent(entry);
            guard.recordStays();
        } else {
            guard.recordUnknown(entry);
        }
    }

    private void absent(MirrorEntry entry) {
        long pk = entry.incident().pk();
        HoldTracker waiting = builder.holds;
        Duration age = Duration.between(desired.takenAt(), builder.now);
        if (builder.ledger.peers().isLeftToOther(pk, builder.now)) {
            waiting.recordAbsent(entry);
            guard.recordUnknown(entry);
            waiting.hold(Hold.Guard.UNEXPLAINED, "closings of incidents that another process with this token opened");
        } else if (!desired.covers(entry.scope())) {
            waiting.recordAbsent(entry);
            guard.recordUnread(entry);
            waiting.hold(
                    Hold.Guard.PARTIAL_SNAPSHOT,
                    "closings because the snapshot is partial ("
                            + desired.completeness().missing() + ")");
        } else if (age.compareTo(builder.policy.maxSnapshotAge()) > 0) {
            waiting.recordAbsent(entry);
            guard.recordUnknown(entry);
            waiting.hold(Hold.Guard.OLD_SNAPSHOT, "closings because the snapshot is " + age.toSeconds() + " s old");
        } else if (waiting.mayClose(entry)) {
            guard.addCandidate(entry, waiting.recordAbsent(entry), "no longer reported by " + sourceName);
        } else {
            guard.recordAbsent(entry);
        }
    }

    private static boolean isReported(Ending ending) {
        return ending.evidence() == Ending.Evidence.REPORTED;
    }

    private String reason(Ending ending) {
        return ending.reason().isBlank() ? "ended in " + sourceName : ending.reason();
    }
}
