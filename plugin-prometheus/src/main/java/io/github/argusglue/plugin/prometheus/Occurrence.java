package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.Trace.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One alert that was seen and is not known to be over: what each member said about it. */
final class Occurrence {
    private final String key;
    private final Map<String, Trace> traces = new LinkedHashMap<>();
    private @Nullable Instant heldSince;

    Occurrence(String key) {
        this.key = key;
    }

    /** Goes on with what an earlier adapter has left. */
    Occurrence(String key, Map<String, Trace.Saved> saved) {
        this.key = key;
        saved.forEach((member, trace) -> traces.put(member, new Trace(trace)));
    }

    /** Returns what the next adapter has to know, by member. */
    Map<String, Trace.Saved> saved() {
        Map<String, Trace.Saved> saved = new LinkedHashMap<>();
        traces.forEach((member, trace) -> saved.put(member, trace.saved()));
        return saved;
    }

    /** A member lists it. */
    void seen(MemberAnswer answer, Sighting sighting) {
        Trace trace = traces.get(answer.member());
        if (trace == null) {
            traces.put(answer.member(), new Trace(answer, sighting));
        } else {
            trace.seen(answer, sighting);
        }
        heldSince = null;
    }

    /** A member answered without it. */
    void missing(MemberAnswer answer, Instant configSince) {
        Trace trace = traces.get(answer.member());
        if (trace != null) {
            trace.missing(answer, configSince);
        }
    }

    /** Returns since when nobody can say whether it is over; empty if somebody can, or soon will. */
    Optional<Instant> heldSince() {
        return Optional.ofNullable(heldSince);
    }

    /** Its Prometheus is silent: the time for which it is held has not begun yet. */
    void holdFrom(Instant now) {
        heldSince = now;
    }

    /** Returns the Prometheus that repeated it last; empty if it does not say. */
    String origin() {
        return traces.values().stream()
                .map(Trace::last)
                .max(Comparator.comparing(Sighting::updatedAt))
                .map(Sighting::origin)
                .orElse("");
    }

    /** Returns the longest time for which a word about it counts. */
    Duration lease() {
        return traces.values().stream()
                .map(trace -> trace.last().lease())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Returns the verdict for a round in which no member that answered lists it. */
    Verdict judge(List<MemberAnswer> answers, Members members, ClosingRule.Policy policy) {
        Instant lastWord = lastWord();
        for (Trace trace : traces.values()) {
            if (trace.fate() == Fate.RESOLVED && !trace.fateAt().isBefore(lastWord)) {
                return Verdict.ended(key, trace.fateAt(), "resolved");
            }
        }
        Optional<Trace> ranOut = traces.values().stream()
                .filter(trace -> trace.fate() == Fate.EXPIRED || trace.fate() == Fate.RESOLVED)
                .findFirst();
        if (ranOut.isPresent()) {
            return expired(ranOut.get(), answers, policy);
        }
        return judgeInterrupted(answers, members, policy);
    }

    private Verdict expired(Trace trace, List<MemberAnswer> answers, ClosingRule.Policy policy) {
        Instant end = trace.last().endsAt();
        if (policy.closeExpired()) {
            return Verdict.ended(key, end, "not repeated by its sender until " + shown(end));
        }
        return hold(
                answers,
                "not repeated by its " + sender(trace) + " since "
                        + shown(trace.last().updatedAt()) + ", and not resolved");
    }

    private Verdict judgeInterrupted(List<MemberAnswer> answers, Members members, ClosingRule.Policy policy) {
        List<String> reasons = new ArrayList<>();
        boolean settled = false;
        for (MemberAnswer answer : answers) {
            Trace trace = traces.get(answer.member());
            boolean warm = trace == null
                    ? members.isWarm(answer, lease())
                    : trace.fate() != Fate.LISTED && members.isLongAgo(answer, trace.fateAt(), lease());
            if (trace != null && warm && provesLife(answer, trace, policy)) {
                return Verdict.ended(key, trace.fateAt(), "resolved while " + meanwhile(answer, trace));
            }
            settled |= warm && (trace != null || !anybodyElseMayKnow(answers));
            reasons.add(answer.member() + " " + why(answer, trace));
        }
        String reason = "not listed, but " + String.join("; ", reasons);
        if (settled && policy.closeExpired()) {
            return Verdict.ended(key, lastEnd(), "not repeated by its sender until " + shown(lastEnd()));
        }
        return settled ? hold(answers, reason) : Verdict.waiting(key, reason);
    }

    private static String meanwhile(MemberAnswer answer, Trace trace) {
        return switch (trace.fate()) {
            case UNWATCHED -> "argus-glue did not ask Alertmanager";
            case RESTARTED -> "Alertmanager " + answer.member() + " was restarted";
            default -> "Alertmanager " + answer.member() + " was reconfigured";
        };
    }

    private static String why(MemberAnswer answer, @Nullable Trace trace) {
        if (trace == null) {
            return "never listed it";
        }
        return switch (trace.fate()) {
            case RESTARTED ->
                answer.startedAt() == null
                        ? "may have been restarted after " + shown(trace.seenAt())
                        : "was restarted at " + shown(trace.fateAt());
            case RECONFIGURED -> "was reconfigured at " + shown(trace.fateAt());
            case UNWATCHED -> "was not asked after " + shown(trace.fateAt());
            case LISTED, RESOLVED, EXPIRED -> "listed alerts that could not be read";
        };
    }

    /** A member that had it and answers, but is too fresh to judge, will be able to soon. */
    private boolean anybodyElseMayKnow(List<MemberAnswer> answers) {
        return answers.stream().anyMatch(answer -> traces.containsKey(answer.member()));
    }

    /**
     * Tells whether the Prometheus that sent it must have sent it again since the restart if it still fired.
     *
     * <p>Proof is another alert of the same Prometheus that began before the restart, so that the process was not
     * restarted itself (it would wait out its rules' {@code for} again and send nothing meanwhile), and that was
     * repeated later than all of its alerts have their turn: they do at least every half lease.
     */
    private boolean provesLife(MemberAnswer answer, Trace trace, ClosingRule.Policy policy) {
        if (trace.fate() == Fate.RECONFIGURED && policy.byReceiver()) {
            return false; // Other alerts being routed to that receiver says nothing about this one's route.
        }
        String origin = trace.last().origin();
        Instant turn = trace.fateAt().plus(lease().dividedBy(2));
        return !origin.isEmpty()
                && answer.listed().values().stream()
                        .anyMatch(other -> other.origin().equals(origin)
                                && other.startsAt().isBefore(trace.fateAt())
                                && !other.updatedAt().isBefore(turn));
    }

    private Verdict hold(List<MemberAnswer> answers, String reason) {
        if (heldSince == null) {
            heldSince = ClosingRule.now(answers);
        }
        return Verdict.held(key, reason);
    }

    /** Returns when it was repeated last. */
    Instant lastWord() {
        return traces.values().stream()
                .map(trace -> trace.last().updatedAt())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private Instant lastEnd() {
        return traces.values().stream()
                .map(trace -> trace.last().endsAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static String sender(Trace trace) {
        String origin = trace.last().origin();
        return origin.isEmpty() ? "sender" : "Prometheus " + origin;
    }

    static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
