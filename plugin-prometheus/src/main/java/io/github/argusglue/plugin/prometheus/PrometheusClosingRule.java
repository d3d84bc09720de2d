package io.github.argusglue.plugin.prometheus;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which alerts are over if Prometheus itself is read. Keeps state between calls, but does no I/O and uses no
 * clock: times are those of the servers' clocks.
 *
 * <p>A server that was just started answers normally although it has not scraped its targets and evaluated its rules
 * yet, and a server whose rule fails has no current result. So an alert is over if a server that had it has been up for
 * {@code warm_up}, evaluates the rule successfully, and no longer has the alert, or no longer has the rule. Otherwise
 * it is held: while the server does not answer, without a limit; in other cases, for {@code hold_max}. A server that
 * never had the alert proves nothing, since servers may have different rules or a different view.
 *
 * <p>A server that was just started may also report an alert that is over, since it evaluates what it scraped before it
 * went down. So an alert that another server has ended is considered firing again only if a warm server reports it.
 *
 * <p>A pending alert is held, too: it is not reported, and if it fired before, it is not closed (a restart of
 * Prometheus makes alerts of rules with a short {@code for} pending again).
 */
final class PrometheusClosingRule {
    private static final Duration ENDED_RETENTION = Duration.ofHours(1);

    private final Duration warmUp;
    private final Duration holdMax;
    private final Map<String, KnownAlert> known = new LinkedHashMap<>();
    private final Map<String, Instant> endedAt = new HashMap<>();

    /** Alerts that ended recently and were not seen again. */
    private final Map<String, KnownAlert> recentlyEnded = new LinkedHashMap<>();

    private final Map<URI, Instant> answeringSince = new HashMap<>();
    private @Nullable Instant firstAnswer;
    private boolean trusted;

    PrometheusClosingRule(Duration warmUp, Duration holdMax) {
        this.warmUp = warmUp;
        this.holdMax = holdMax;
    }

    /**
     * The answer of one server.
     *
     * @param firing names of the firing alerts by key
     * @param pending names of the pending alerts by key
     */
    record ServerAnswer(URI server, PrometheusRules rules, Map<String, String> firing, Map<String, String> pending) {}

    /** An alert that is not known to be over. */
    private static final class KnownAlert {
        private final String name;
        private final Set<URI> listedBy = new LinkedHashSet<>();
        private @Nullable Instant heldSince;

        KnownAlert(String name) {
            this.name = name;
        }
    }

    /** Returns the latest of the servers' clocks. */
    static Instant now(List<ServerAnswer> answers) {
        return answers.stream()
                .map(answer -> answer.rules().now())
                .max(Instant::compareTo)
                .orElseThrow(() -> new IllegalArgumentException("no server answered"));
    }

    /**
     * Evaluates the answers of the servers; servers that did not answer are not in the list.
     *
     * @return a verdict for every known alert
     */
    List<AlertVerdict> evaluate(List<ServerAnswer> answers) {
        Map<URI, ServerAnswer> byServer = new HashMap<>();
        answers.forEach(answer -> byServer.put(answer.server(), answer));
        answeringSince.keySet().retainAll(byServer.keySet());
        for (ServerAnswer answer : answers) {
            answeringSince.putIfAbsent(answer.server(), answer.rules().now());
            addKnown(answer, answer.firing());
            addKnown(answer, answer.pending());
        }
        recentlyEnded.keySet().removeAll(known.keySet());
        List<AlertVerdict> verdicts = new ArrayList<>(known.size());
        known.forEach((key, alert) -> verdicts.add(decide(key, alert, byServer, now(answers))));
        forgetEnded(verdicts, now(answers));
        return verdicts;
    }

    private void forgetEnded(List<AlertVerdict> verdicts, Instant now) {
        endedAt.values().removeIf(at -> at.plus(ENDED_RETENTION).isBefore(now));
        for (AlertVerdict verdict : verdicts) {
            if (verdict.status() == AlertVerdict.Status.ENDED) {
                KnownAlert ended = known.remove(verdict.key());
                if (ended != null) {
                    recentlyEnded.put(verdict.key(), ended);
                }
                endedAt.put(verdict.key(), now);
            }
        }
        recentlyEnded.keySet().retainAll(endedAt.keySet());
    }

    /** Returns whether an alert ended recently and was not seen again. */
    boolean hasEndedRecently(String key) {
        return recentlyEnded.containsKey(key);
    }

    /**
     * Returns the keys of recently ended alerts that a server that had them still reports as over, for answers that
     * were evaluated before. In a partial snapshot nothing else confirms their endings.
     */
    Set<String> stillEnded(List<ServerAnswer> answers) {
        Map<URI, ServerAnswer> byServer = new HashMap<>();
        answers.forEach(answer -> byServer.put(answer.server(), answer));
        Set<String> keys = new LinkedHashSet<>();
        recentlyEnded.forEach((key, alert) -> {
            boolean ended = alert.listedBy.stream()
                    .map(byServer::get)
                    .anyMatch(answer ->
                            answer != null && distrustReason(answer, alert.name).isEmpty());
            if (ended) {
                keys.add(key);
            }
        });
        return keys;
    }

    private void addKnown(ServerAnswer answer, Map<String, String> alerts) {
        alerts.forEach((key, name) -> known.computeIfAbsent(key, absent -> new KnownAlert(name))
                .listedBy
                .add(answer.server()));
    }

    private AlertVerdict decide(String key, KnownAlert alert, Map<URI, ServerAnswer> answers, Instant now) {
        boolean pending = false;
        for (ServerAnswer answer : answers.values()) {
            boolean firing = answer.firing().containsKey(key);
            if (firing && (isWarm(answer) || !endedAt.containsKey(key))) {
                alert.heldSince = null;
                endedAt.remove(key);
                return AlertVerdict.open(key);
            }
            pending |= firing || answer.pending().containsKey(key);
        }
        if (pending) {
            alert.heldSince = null;
            return AlertVerdict.held(
                    key,
                    endedAt.containsKey(key)
                            ? "one server reports it as over, and the server that reports it again was just started"
                            : "pending: not active for the 'for' time of its rule yet");
        }
        return decideAbsent(key, alert, answers, now);
    }

    private AlertVerdict decideAbsent(String key, KnownAlert alert, Map<URI, ServerAnswer> answers, Instant now) {
        List<String> reasons = new ArrayList<>();
        boolean unreachable = false;
        for (URI server : alert.listedBy) {
            ServerAnswer answer = answers.get(server);
            if (answer == null) {
                unreachable = true;
                reasons.add(server + " does not answer");
                continue;
            }
            Optional<String> distrust = distrustReason(answer, alert.name);
            if (distrust.isEmpty()) {
                boolean hasRule = answer.rules().rules().containsKey(alert.name);
                return AlertVerdict.ended(
                        key,
                        answer.rules().now(),
                        hasRule ? "no longer firing in " + server : "its rule was removed from " + server);
            }
            reasons.add(server + " " + distrust.get());
        }
        String reason = "no longer reported, but " + String.join("; ", reasons);
        Instant since = alert.heldSince == null ? now : alert.heldSince;
        alert.heldSince = since;
        return unreachable || since.plus(holdMax).isAfter(now)
                ? AlertVerdict.held(key, reason)
                : AlertVerdict.ended(key, now, reason + "; state unknown");
    }

    /** Returns why the absence of an alert with this name on a server means nothing; empty if the alert is over. */
    private Optional<String> distrustReason(ServerAnswer answer, String name) {
        PrometheusRules rules = answer.rules();
        if (!rules.warning().isEmpty()) {
            return Optional.of("returned an incomplete result: " + rules.warning());
        } else if (!isWarm(answer)) {
            return Optional.of("was started at " + TrackedAlert.format(upSince(answer)) + ", less than "
                    + warmUp.toSeconds() + " s ago");
        } else if (rules.rules().isEmpty()) {
            return Optional.of("has no rules");
        }
        return rules.rules().getOrDefault(name, List.of()).stream()
                .filter(rule -> !rules.isCurrent(rule))
                .findFirst()
                .map(rule -> rule.error().isEmpty()
                        ? "has not evaluated the rule recently"
                        : "cannot evaluate the rule: " + rule.error());
    }

    private Instant upSince(ServerAnswer answer) {
        Instant startedAt = answer.rules().startedAt();
        return startedAt == null
                ? answeringSince.getOrDefault(answer.server(), answer.rules().now())
                : startedAt;
    }

    private boolean isWarm(ServerAnswer answer) {
        return !upSince(answer).plus(warmUp).isAfter(answer.rules().now());
    }

    /**
     * Decides when absence closes incidents that this process has never seen: those that an earlier process left open.
     *
     * @param unanswered servers that did not answer
     * @return why the snapshot has to be partial, for answers that were evaluated before; empty if it can be complete
     */
    Optional<String> partialReason(List<ServerAnswer> answers, List<URI> unanswered) {
        Instant now = now(answers);
        Instant first = firstAnswer == null ? now : firstAnswer;
        firstAnswer = first;
        if (trusted) {
            return Optional.empty();
        } else if (!unanswered.isEmpty()) {
            return Optional.of("not read yet since the start: " + unanswered);
        }
        Optional<String> partialReason = answers.stream()
                .filter(answer -> !isWarm(answer) || !answer.rules().isEvaluating(Duration.ZERO))
                .map(answer -> answer.server() + " " + firstDistrustReason(answer))
                .findFirst();
        trusted = partialReason.isEmpty() || !first.plus(holdMax).isAfter(now);
        return trusted
                ? Optional.empty()
                : partialReason.map(why -> why + "; absence is trusted from " + TrackedAlert.format(first.plus(holdMax))
                        + " on at the latest");
    }

    private String firstDistrustReason(ServerAnswer answer) {
        return answer.rules().rules().keySet().stream()
                .flatMap(name -> distrustReason(answer, name).map(why -> why + " ('" + name + "')").stream())
                .findFirst()
                .orElse("was just started");
    }
}
