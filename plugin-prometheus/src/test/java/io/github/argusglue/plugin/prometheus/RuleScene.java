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
 * The closing rule in a scene of its own: two members A and B, one Prometheus that repeats each alert every minute, so
 * that a lease lasts four, and a clock in seconds.
 */
final class RuleScene {
    static final Instant ZERO = Instant.parse("2026-11-20T12:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(4);
    static final String ORIGIN = "http://prom:9090";

    private final ClosingRule.Policy policy;
    private ClosingRule rule;
    private FirstTrust trust = new FirstTrust(Duration.ofMinutes(30));
    private final Map<String, FakeMember> members = new LinkedHashMap<>();
    private Optional<String> doubt = Optional.empty();
    private List<MemberAnswer> lastAnswers = List.of();

    RuleScene() {
        this(new ClosingRule.Policy(Duration.ofMinutes(30), Optional.empty(), false, false));
    }

    RuleScene(ClosingRule.Policy policy) {
        this.policy = policy;
        rule = new ClosingRule(policy);
        members.put("A", new FakeMember());
    }

    /** Another adapter takes the place of the one so far, with what that has left. */
    void restartGlue() {
        ClosingRule next = new ClosingRule(policy);
        next.restore(rule.saved());
        next.origins().restore(rule.origins().saved());
        rule = next;
        trust = new FirstTrust(Duration.ofMinutes(30));
    }

    /** Adds member B. */
    RuleScene cluster() {
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

    /** One round at that second; returns "key state" of every alert, in order. */
    List<String> round(long second) {
        return round(second, Map.of());
    }

    /** Rounds every 15 s, up to that second and with it; returns what the last one says. */
    List<String> rounds(long from, long to) {
        List<String> last = List.of();
        for (long second = from; second <= to; second += 15) {
            last = round(second);
        }
        return last;
    }

    List<String> round(long second, Map<String, Confirmation> said) {
        return verdicts(second, said).stream()
                .map(verdict -> verdict.key() + " " + verdict.state())
                .sorted()
                .toList();
    }

    List<Verdict> verdicts(long second, Map<String, Confirmation> said) {
        List<MemberAnswer> answers = new ArrayList<>();
        members.forEach((name, member) -> {
            if (!member.down) {
                answers.add(member.answer(name, at(second)));
            }
        });
        lastAnswers = answers;
        List<Verdict> verdicts = rule.settle(rule.round(answers), ClosingRule.now(answers), said);
        doubt = trust.doubt(answers, rule, Optional.empty());
        return verdicts;
    }

    /** Returns why the snapshot of the last round would be partial. */
    Optional<String> doubt() {
        return doubt;
    }

    List<MemberAnswer> lastAnswers() {
        return lastAnswers;
    }

    /** One member and what it remembers. */
    static final class FakeMember {
        private final Map<String, Sighting> listed = new HashMap<>();
        private @Nullable Instant startedAt = ZERO.minus(Duration.ofDays(1));
        private String config = "one";
        private boolean down;
        private boolean whole = true;

        /** Prometheus (re)sends these. */
        FakeMember receives(long second, String... keys) {
            for (String key : keys) {
                Sighting before = listed.get(key);
                Instant startsAt = before == null ? at(second) : before.startsAt();
                listed.put(key, new Sighting(startsAt, at(second), at(second).plus(LEASE), ORIGIN));
            }
            return this;
        }

        /** The same, of alerts that have fired since another second, or come from another Prometheus. */
        FakeMember receives(long second, String key, long since, String origin) {
            listed.put(key, new Sighting(at(since), at(second), at(second).plus(LEASE), origin));
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

        FakeMember whole(boolean next) {
            whole = next;
            return this;
        }

        private MemberAnswer answer(String name, Instant now) {
            Map<String, Sighting> current = new LinkedHashMap<>(listed);
            current.values().removeIf(sighting -> !sighting.endsAt().isAfter(now));
            return new MemberAnswer(name, now, startedAt, config, current, whole);
        }
    }
}
