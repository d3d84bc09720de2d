package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A closing rule with two simulated members A and B, one Prometheus that sends each alert every minute, so that a lease
 * lasts four minutes, and a clock in seconds.
 */
final class ClosingRuleFixture {
    static final Instant ZERO = Instant.parse("2026-11-20T12:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(4);
    static final String ORIGIN = "http://prom:9090";

    private final AlertmanagerClosingRule.ClosingPolicy policy;
    private AlertmanagerClosingRule rule;
    private StartupGuard startupGuard = new StartupGuard(Duration.ofMinutes(30));
    private final Map<String, FakeMember> members = new LinkedHashMap<>();
    private Optional<String> partialReason = Optional.empty();
    private List<MemberAnswer> lastAnswers = List.of();

    ClosingRuleFixture() {
        this(new AlertmanagerClosingRule.ClosingPolicy(Duration.ofMinutes(30), Optional.empty(), false, false));
    }

    ClosingRuleFixture(AlertmanagerClosingRule.ClosingPolicy policy) {
        this.policy = policy;
        rule = new AlertmanagerClosingRule(policy);
        members.put("A", new FakeMember());
    }

    /** Replaces the rule by a new one with the saved state, as a new adapter would. */
    void restartAdapter() {
        AlertmanagerClosingRule next = new AlertmanagerClosingRule(policy);
        next.restore(rule.saved());
        next.origins().restore(rule.origins().saved());
        rule = next;
        startupGuard = new StartupGuard(Duration.ofMinutes(30));
    }

    /** Adds member B. */
    ClosingRuleFixture cluster() {
        members.put("B", new FakeMember());
        return this;
    }

    FakeMember member(String name) {
        FakeMember member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name);
        }
        return member;
    }

    static Instant at(long second) {
        return ZERO.plusSeconds(second);
    }

    /** Evaluates at that second. Returns "key status" for every alert, in order. */
    List<String> round(long second) {
        return round(second, Map.of());
    }

    /** Evaluates every 15 s up to and including that second. Returns the result of the last evaluation. */
    List<String> rounds(long from, long to) {
        List<String> last = List.of();
        for (long second = from; second <= to; second += 15) {
            last = round(second);
        }
        return last;
    }

    List<String> round(long second, Map<String, Confirmation> said) {
        return verdicts(second, said).stream()
                .map(verdict -> verdict.key() + " " + verdict.status())
                .sorted()
                .toList();
    }

    List<AlertVerdict> verdicts(long second, Map<String, Confirmation> said) {
        List<MemberAnswer> answers = new ArrayList<>();
        members.forEach((name, member) -> {
            if (!member.down) {
                answers.add(member.answer(name, at(second)));
            }
        });
        lastAnswers = answers;
        List<AlertVerdict> verdicts =
                rule.applyConfirmations(rule.evaluate(answers), AlertmanagerClosingRule.now(answers), said);
        partialReason = startupGuard.partialReason(answers, rule, Optional.empty());
        return verdicts;
    }

    /** Returns why the last snapshot would be partial. */
    Optional<String> partialReason() {
        return partialReason;
    }

    List<MemberAnswer> lastAnswers() {
        return lastAnswers;
    }

    /** One member and its alerts. */
    static final class FakeMember {
        private final Map<String, AlertObservation> listed = new HashMap<>();
        private @Nullable Instant startedAt = ZERO.minus(Duration.ofDays(1));
        private String config = "one";
        private boolean down;
        private boolean complete = true;

        /** Prometheus sends these alerts. */
        FakeMember receives(long second, String... keys) {
            for (String key : keys) {
                AlertObservation before = listed.get(key);
                Instant startsAt = before == null ? at(second) : before.startsAt();
                listed.put(
                        key,
                        new AlertObservation(startsAt, at(second), at(second).plus(LEASE), ORIGIN));
            }
            return this;
        }

        /** Prometheus sends alerts with another start or from another Prometheus. */
        FakeMember receives(long second, String key, long since, String origin) {
            listed.put(
                    key, new AlertObservation(at(since), at(second), at(second).plus(LEASE), origin));
            return this;
        }

        FakeMember resolves(String... keys) {
            listed.keySet().removeAll(Set.of(keys));
            return this;
        }

        FakeMember restarts(long second) {
            listed.clear();
            startedAt = at(second);
            return this;
        }

        FakeMember tellsNoStart() {
            startedAt = null;
            return this;
        }

        FakeMember reconfigured(String next) {
            config = next;
            return this;
        }

        FakeMember down(boolean next) {
            down = next;
            return this;
        }

        FakeMember complete(boolean next) {
            complete = next;
            return this;
        }

        private MemberAnswer answer(String name, Instant now) {
            Map<String, AlertObservation> current = new LinkedHashMap<>(listed);
            current.values().removeIf(observation -> !observation.endsAt().isAfter(now));
            return new MemberAnswer(name, now, startedAt, config, current, complete);
        }
    }
}
