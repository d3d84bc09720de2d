package io.github.argusglue.core.reconcile;

import io.github.argusglue.spi.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which open incidents are to be ended. Unknown is not empty: absence counts only in a complete, fresh snapshot, and
 * many at once only if a later snapshot agrees.
 */
final class Closing {
    private final Planning planning;
    private final Desired desired;
    private final String sourceName;
    private final IdentityHashMap<MirrorEntry, Ending> endings = new IdentityHashMap<>();
    private final Set<MirrorEntry> said = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<MirrorEntry, Desired.Kept> kept = new IdentityHashMap<>();
    private final IdentityHashMap<MirrorEntry, String> dropped = new IdentityHashMap<>();

    Closing(Planning planning, Desired desired, String sourceName) {
        this.planning = planning;
        this.desired = desired;
        this.sourceName = sourceName;
    }

    void close() {
        for (MirrorEntry entry : planning.mirror.surplus()) {
            if (!planning.ledger.company().isLeftToOther(entry.incident().pk(), planning.now)) {
                planning.endDuplicate(entry);
            }
        }
        int open = planning.mirror.recognised();
        boolean unknownToo = planning.policy.closeUnknown()
                && !planning.mirror.unrecognised().isEmpty();
        if (planning.matched() == open && !unknownToo) {
            return;
        }
        planning.name(desired);
        findReasons();
        List<Candidate> candidates = new ArrayList<>();
        for (MirrorEntry entry : planning.mirror.entries()) {
            if (!planning.isNamed(entry) && !planning.mirror.isSurplus(entry)) {
                consider(entry, candidates);
            }
        }
        closeUnlessTooMany(candidates, open);
    }

    private void findReasons() {
        desired.endings().forEach(ending -> put(endings, planning.mirror.find(ending.alertId()), ending));
        desired.said().stream()
                .map(ending -> planning.mirror.find(ending.alertId()))
                .filter(Objects::nonNull)
                .forEach(said::add);
        desired.kept().forEach(one -> put(kept, planning.mirror.find(one.slot()), one));
        desired.dropped().forEach(one -> put(dropped, planning.mirror.find(one.id()), one.rule()));
    }

    private static <T> void put(IdentityHashMap<MirrorEntry, T> map, @Nullable MirrorEntry entry, T value) {
        if (entry != null) {
            map.put(entry, value);
        }
    }

    /**
     * Ends what the source says is over. What it merely does not name, what its adapter infers from that, and what a
     * rule drops is a candidate. A partial snapshot infers only what it says itself.
     */
    private void consider(MirrorEntry entry, List<Candidate> candidates) {
        Desired.Kept coming = kept.get(entry);
        Ending ending = endings.get(entry);
        String rule = dropped.get(entry);
        if (planning.ledger.reopened().isByPerson(entry.incident().pk())) {
            planning.waiting.hold(
                    Hold.Guard.REOPENED,
                    "closings of incidents reopened by a person: each stays open until its alert is back or a person closes it");
        } else if (coming != null && coming.until().isAfter(desired.takenAt())) {
            planning.waiting.absentSince(entry.incident().pk(), coming.since());
            planning.waiting.untilLooked(
                    Hold.Guard.FLAP, "closings of alerts that come and go ('flap')", coming.until());
        } else if (ending != null && ending.evidence() == Ending.Evidence.TOLD) {
            if (planning.waiting.mayCloseEnded(entry.incident().pk())) {
                planning.end(entry, ending.endedAt(), reason(ending));
            }
        } else if (ending != null && (desired.isComplete() || said.contains(entry))) {
            if (planning.waiting.mayCloseEnded(entry.incident().pk())) {
                candidates.add(new Candidate(entry, ending.endedAt(), reason(ending)));
            }
        } else if (rule != null) {
            candidates.add(new Candidate(entry, planning.now, "dropped by " + rule));
        } else if (entry.id() != null || planning.policy.closeUnknown()) {
            absent(entry, candidates);
        }
    }

    private void absent(MirrorEntry entry, List<Candidate> candidates) {
        Waiting waiting = planning.waiting;
        Duration age = Duration.between(desired.takenAt(), planning.now);
        if (planning.ledger.company().isLeftToOther(entry.incident().pk(), planning.now)) {
            waiting.absent(entry.incident().pk());
            waiting.hold(Hold.Guard.STRANGER, "closings of incidents that another process with this token has opened");
        } else if (!desired.isComplete()) {
            waiting.absent(entry.incident().pk());
            waiting.hold(
                    Hold.Guard.PARTIAL_SNAPSHOT, "closings: the snapshot is partial (" + desired.partialReason() + ")");
        } else if (age.compareTo(planning.policy.maxSnapshotAge()) > 0) {
            waiting.absent(entry.incident().pk());
            waiting.hold(Hold.Guard.OLD_SNAPSHOT, "closings: the snapshot is " + age.toSeconds() + " s old");
        } else if (waiting.mayClose(entry.incident().pk())) {
            Instant since = waiting.absent(entry.incident().pk());
            String reason = "no longer reported by " + sourceName;
            if (waiting.delaysClosing()) {
                // It was missed at least twice, so a second snapshot has agreed.
                planning.end(entry, since, reason);
            } else {
                candidates.add(new Candidate(entry, since, reason));
            }
        }
    }

    private void closeUnlessTooMany(List<Candidate> candidates, int open) {
        List<Candidate> believed = candidates;
        boolean many = candidates.size() > planning.policy.massCloseLimit(open);
        List<Candidate> doubtful =
                many ? candidates : candidates.stream().filter(this::isStranger).toList();
        if (!doubtful.isEmpty()) {
            Map<Long, Long> firstAbsent = firstAbsent(doubtful);
            planning.await(new Absentees(firstAbsent));
            believed = candidates.stream()
                    .filter(candidate ->
                            isAgreedUpon(candidate.entry().incident().pk(), firstAbsent))
                    .toList();
            int waits = candidates.size() - believed.size();
            if (waits > 0 && many) {
                planning.waiting.hold(
                        Hold.Guard.MASS_CLOSE,
                        "closings out of " + open + " open at once: waiting for a second snapshot to agree",
                        waits);
            } else if (waits > 0) {
                planning.waiting.untilLooked(
                        Hold.Guard.STRANGER,
                        "closings of incidents that no alert explains: waiting for a second snapshot to agree",
                        planning.now);
            }
        }
        believed.forEach(candidate -> planning.end(candidate.entry(), candidate.at(), candidate.reason()));
    }

    private String reason(Ending ending) {
        return ending.reason().isBlank() ? "ended in " + sourceName : ending.reason();
    }

    /** Its maker may be another process, whose source sees things a little earlier than ours. */
    private boolean isStranger(Candidate candidate) {
        return planning.ledger.company().isStranger(candidate.entry().incident().pk());
    }

    private boolean isAgreedUpon(long pk, Map<Long, Long> firstAbsent) {
        return !firstAbsent.containsKey(pk)
                || firstAbsent.getOrDefault(pk, 0L) < desired.number()
                || planning.waiting.isReleased(pk);
    }

    private Map<Long, Long> firstAbsent(List<Candidate> absent) {
        Map<Long, Long> before = planning.ledger.absentees().firstAbsent();
        Map<Long, Long> firstAbsent = new HashMap<>();
        for (Candidate candidate : absent) {
            long pk = candidate.entry().incident().pk();
            firstAbsent.put(pk, before.getOrDefault(pk, desired.number()));
        }
        return firstAbsent;
    }

    /** An incident that may be over. */
    private record Candidate(MirrorEntry entry, Instant at, String reason) {}
}
