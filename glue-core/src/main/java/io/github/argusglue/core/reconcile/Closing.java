package io.github.argusglue.core.reconcile;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which open incidents are to be ended. Unknown is not empty: absence counts only in a complete, fresh snapshot, and
 * many absent at once only if a later snapshot agrees.
 */
final class Closing {
    private final Planning planning;
    private final Desired desired;
    private final String sourceName;

    Closing(Planning planning, Desired desired, String sourceName) {
        this.planning = planning;
        this.desired = desired;
        this.sourceName = sourceName;
    }

    void close() {
        for (MirrorEntry entry : planning.mirror.surplus()) {
            end(entry, planning.now, "duplicate of an older open incident of the same alert");
        }
        int open = planning.mirror.recognised();
        boolean unknownToo = planning.policy.closeUnknown()
                && !planning.mirror.unrecognised().isEmpty();
        if (planning.matched() == open && !unknownToo) {
            return;
        }
        planning.name(desired);
        List<MirrorEntry> absent = absent(endings());
        if (!absent.isEmpty()) {
            closeAbsent(absent, open);
        }
    }

    private IdentityHashMap<MirrorEntry, Ending> endings() {
        IdentityHashMap<MirrorEntry, Ending> endings = new IdentityHashMap<>();
        for (Ending ending : desired.endings()) {
            MirrorEntry entry = planning.mirror.find(ending.alertId());
            if (entry != null) {
                endings.put(entry, ending);
            }
        }
        return endings;
    }

    /** Ends what the source says is over; returns what it merely does not name. */
    private List<MirrorEntry> absent(IdentityHashMap<MirrorEntry, Ending> endings) {
        List<MirrorEntry> absent = new ArrayList<>();
        for (MirrorEntry entry : planning.mirror.entries()) {
            if (planning.isNamed(entry) || planning.mirror.isSurplus(entry)) {
                continue;
            }
            Ending ending = endings.get(entry);
            if (ending != null) {
                end(entry, ending.endedAt(), ending.reason());
            } else if (entry.id() != null || planning.policy.closeUnknown()) {
                absent.add(entry);
            }
        }
        return absent;
    }

    private void closeAbsent(List<MirrorEntry> absent, int open) {
        if (!desired.isComplete()) {
            planning.hold("closings: the snapshot is partial (" + desired.partialReason() + ")", absent.size());
            return;
        }
        Duration age = Duration.between(desired.takenAt(), planning.now);
        if (age.compareTo(planning.policy.maxSnapshotAge()) > 0) {
            planning.hold("closings: the snapshot is " + age.toSeconds() + " s old", absent.size());
            return;
        }
        List<MirrorEntry> believed = absent;
        if (absent.size() > planning.policy.massCloseLimit(open)) {
            Map<Long, Long> firstAbsent = firstAbsent(absent);
            planning.await(new Absentees(firstAbsent));
            believed = absent.stream()
                    .filter(entry -> firstAbsent.getOrDefault(entry.incident().pk(), 0L) < desired.number())
                    .toList();
            if (believed.size() < absent.size()) {
                planning.hold(
                        "closings out of " + open + " open at once: waiting for a second snapshot to agree",
                        absent.size() - believed.size());
            }
        }
        believed.forEach(entry -> end(entry, desired.takenAt(), "no longer reported by " + sourceName));
    }

    private Map<Long, Long> firstAbsent(List<MirrorEntry> absent) {
        Map<Long, Long> before = planning.ledger.absentees().firstAbsent();
        Map<Long, Long> firstAbsent = new HashMap<>();
        for (MirrorEntry entry : absent) {
            long pk = entry.incident().pk();
            firstAbsent.put(pk, before.getOrDefault(pk, desired.number()));
        }
        return firstAbsent;
    }

    private void end(MirrorEntry entry, Instant at, String reason) {
        Incident incident = entry.incident();
        AlertId id = entry.id();
        // A busy alert: its create is under way and a listing has shown the incident before the answer came.
        if (planning.ledger.isBusy(incident.pk())
                || planning.ledger.isDoubtful(incident.pk())
                || (id != null && planning.ledger.isBusy(id))) {
            return;
        }
        if (planning.ledger.isEndRefused(incident.pk())) {
            planning.hold("closings that Argus refused");
            return;
        }
        Instant end = at.isAfter(planning.now) ? planning.now : at;
        end = end.isBefore(incident.startTime()) ? incident.startTime() : end;
        planning.add(new Action.End(
                id,
                incident.pk(),
                incident.sourceIncidentId(),
                end,
                reason.isBlank() ? "ended in " + sourceName : reason));
    }
}
