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
 * Decides which alerts are over where Prometheus itself is asked. Pure but for its memory: time is what the servers'
 * clocks say.
 *
 * <p>A server that was just started answers as if all were well until it has scraped its targets and evaluated its
 * rules, and one whose rule fails has nothing new to say. So an alert is over when a server that had it has been up for
 * {@code warm_up}, evaluates its rule as it should, and does not have it any more, or no longer has the rule. Otherwise
 * it is held: while the server does not answer for as long as that takes, else for {@code hold_max}. A server that
 * never had it proves nothing, since not all have the same rules or the same view.
 *
 * <p>A server that was just started may also show what is over: it evaluates what it had scraped before it went down.
 * What has ended by the word of another one is therefore not believed to fire again until a warm one says so.
 *
 * <p>A pending alert is held, too. It is not reported, and if it fired before (a restart of Prometheus makes alerts of
 * rules with a short {@code for} pending again) it is not closed.
 */
final class RuleVerdicts {
    private static final Duration ENDS_KEPT = Duration.ofHours(1);

    private final Duration warmUp;
    private final Duration holdMax;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, Instant> endedAt = new HashMap<>();

    /** What has ended lately and was not seen again. */
    private final Map<String, Known> over = new LinkedHashMap<>();

    private final Map<URI, Instant> answersSince = new HashMap<>();
    private @Nullable Instant firstAnswer;
    private boolean trusted;

    RuleVerdicts(Duration warmUp, Duration holdMax) {
        this.warmUp = warmUp;
        this.holdMax = holdMax;
    }

    /**
     * What one server says.
     *
     * @param firing names of the alerts by key
     * @param pending in the same way
     */
    record Look(URI server, PrometheusRules rules, Map<String, String> firing, Map<String, String> pending) {}

    /** What is remembered of an alert. */
    private static final class Known {
        private final String name;
        private final Set<URI> seenOn = new LinkedHashSet<>();
        private @Nullable Instant heldSince;

        Known(String name) {
            this.name = name;
        }
    }

    /** Returns the latest of the servers' clocks. */
    static Instant now(List<Look> looks) {
        return looks.stream()
                .map(look -> look.rules().now())
                .max(Instant::compareTo)
                .orElseThrow(() -> new IllegalArgumentException("no server answered"));
    }

    /**
     * Takes the answers of one round; servers that did not answer are not in the list.
     *
     * @return a verdict for every alert that was seen and has not ended before
     */
    List<Verdict> round(List<Look> looks) {
        Map<URI, Look> byServer = new HashMap<>();
        looks.forEach(look -> byServer.put(look.server(), look));
        answersSince.keySet().retainAll(byServer.keySet());
        for (Look look : looks) {
            answersSince.putIfAbsent(look.server(), look.rules().now());
            note(look, look.firing());
            note(look, look.pending());
        }
        over.keySet().removeAll(known.keySet());
        List<Verdict> verdicts = new ArrayList<>(known.size());
        known.forEach((key, alert) -> verdicts.add(judge(key, alert, byServer, now(looks))));
        forgetEnded(verdicts, now(looks));
        return verdicts;
    }

    private void forgetEnded(List<Verdict> verdicts, Instant now) {
        endedAt.values().removeIf(at -> at.plus(ENDS_KEPT).isBefore(now));
        for (Verdict verdict : verdicts) {
            if (verdict.state() == Verdict.State.ENDED) {
                Known ended = known.remove(verdict.key());
                if (ended != null) {
                    over.put(verdict.key(), ended);
                }
                endedAt.put(verdict.key(), now);
            }
        }
        over.keySet().retainAll(endedAt.keySet());
    }

    /** Tells whether an alert has ended lately and was not seen again. */
    boolean isOver(String key) {
        return over.containsKey(key);
    }

    /**
     * Returns the keys of alerts that have ended lately and of which a server that had them still says so, in a round
     * that was taken before: where the snapshot is partial nothing else agrees with their end.
     */
    Set<String> stillOver(List<Look> looks) {
        Map<URI, Look> byServer = new HashMap<>();
        looks.forEach(look -> byServer.put(look.server(), look));
        Set<String> keys = new LinkedHashSet<>();
        over.forEach((key, alert) -> {
            boolean said = alert.seenOn.stream()
                    .map(byServer::get)
                    .anyMatch(look -> look != null && doubtOf(look, alert.name).isEmpty());
            if (said) {
                keys.add(key);
            }
        });
        return keys;
    }

    private void note(Look look, Map<String, String> alerts) {
        alerts.forEach((key, name) ->
                known.computeIfAbsent(key, absent -> new Known(name)).seenOn.add(look.server()));
    }

    private Verdict judge(String key, Known alert, Map<URI, Look> looks, Instant now) {
        boolean pending = false;
        for (Look look : looks.values()) {
            boolean firing = look.firing().containsKey(key);
            if (firing && (isWarm(look) || !endedAt.containsKey(key))) {
                alert.heldSince = null;
                endedAt.remove(key);
                return Verdict.open(key);
            }
            pending |= firing || look.pending().containsKey(key);
        }
        if (pending) {
            alert.heldSince = null;
            return Verdict.held(
                    key,
                    endedAt.containsKey(key)
                            ? "over by the word of one server, and the one that has it again was only just started"
                            : "pending: it has to last for as long as its rule says");
        }
        return absent(key, alert, looks, now);
    }

    private Verdict absent(String key, Known alert, Map<URI, Look> looks, Instant now) {
        List<String> reasons = new ArrayList<>();
        boolean unreachable = false;
        for (URI server : alert.seenOn) {
            Look look = looks.get(server);
            if (look == null) {
                unreachable = true;
                reasons.add(server + " does not answer");
                continue;
            }
            Optional<String> doubt = doubtOf(look, alert.name);
            if (doubt.isEmpty()) {
                boolean hasRule = look.rules().rules().containsKey(alert.name);
                return Verdict.ended(
                        key,
                        look.rules().now(),
                        hasRule ? "no longer firing in " + server : "its rule is gone from " + server);
            }
            reasons.add(server + " " + doubt.get());
        }
        String reason = "not there any more, but " + String.join("; ", reasons);
        Instant since = alert.heldSince == null ? now : alert.heldSince;
        alert.heldSince = since;
        return unreachable || since.plus(holdMax).isAfter(now)
                ? Verdict.held(key, reason)
                : Verdict.ended(key, now, reason + "; state unknown");
    }

    /** Returns why a server's not having an alert of this name means nothing; empty if it is over. */
    private Optional<String> doubtOf(Look look, String name) {
        PrometheusRules rules = look.rules();
        if (!rules.warning().isEmpty()) {
            return Optional.of("left something out: " + rules.warning());
        } else if (!isWarm(look)) {
            return Optional.of("was started at " + Occurrence.shown(upSince(look)) + ", less than " + warmUp.toSeconds()
                    + " s ago");
        } else if (rules.rules().isEmpty()) {
            return Optional.of("has no rules at all");
        }
        return rules.rules().getOrDefault(name, List.of()).stream()
                .filter(rule -> !rules.isCurrent(rule))
                .findFirst()
                .map(rule -> rule.error().isEmpty()
                        ? "has not evaluated the rule lately"
                        : "cannot evaluate the rule: " + rule.error());
    }

    private Instant upSince(Look look) {
        Instant startedAt = look.rules().startedAt();
        return startedAt == null
                ? answersSince.getOrDefault(look.server(), look.rules().now())
                : startedAt;
    }

    private boolean isWarm(Look look) {
        return !upSince(look).plus(warmUp).isAfter(look.rules().now());
    }

    /**
     * Tells from when on absence counts for alerts that this process has never seen: what an earlier one left open.
     *
     * @param silent servers that did not answer
     * @return why absence means nothing in this round, which was taken before; empty if it does
     */
    Optional<String> doubt(List<Look> looks, List<URI> silent) {
        Instant now = now(looks);
        Instant first = firstAnswer == null ? now : firstAnswer;
        firstAnswer = first;
        if (trusted) {
            return Optional.empty();
        } else if (!silent.isEmpty()) {
            return Optional.of("not yet read since the start: " + silent);
        }
        Optional<String> doubt = looks.stream()
                .filter(look -> !isWarm(look) || !look.rules().isAlive(Duration.ZERO))
                .map(look -> look.server() + " " + whyNot(look))
                .findFirst();
        trusted = doubt.isEmpty() || !first.plus(holdMax).isAfter(now);
        return trusted
                ? Optional.empty()
                : doubt.map(why -> why + "; absence is believed from " + Occurrence.shown(first.plus(holdMax))
                        + " on at the latest");
    }

    private String whyNot(Look look) {
        return look.rules().rules().keySet().stream()
                .flatMap(name -> doubtOf(look, name).map(why -> why + " ('" + name + "')").stream())
                .findFirst()
                .orElse("was started only just now");
    }
}
