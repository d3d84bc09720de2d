package io.github.argusglue.core.controller;

import io.github.argusglue.core.plan.Hold;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.status.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;

/** Logs what guards hold: when a guard begins to hold something, and then at most once a minute while it changes. */
final class HoldLog {
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final Logger log;
    private final InstantSource clock;
    private final Map<Hold.Guard, Set<String>> logged = new EnumMap<>(Hold.Guard.class);
    private final Map<Hold.Guard, Instant> loggedAt = new EnumMap<>(Hold.Guard.class);

    private int unknown;

    HoldLog(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Logs what the latest plan holds and leaves alone. */
    void note(Plan plan) {
        note(plan.held());
        if (plan.unknown() != unknown) {
            unknown = plan.unknown();
            log.warn(
                    "left alone: {} in Argus that nobody recognises; 'close_unknown = true' ends what nobody recognises",
                    Count.of(unknown, "open incident"));
        }
    }

    private void note(List<Hold> holds) {
        Instant now = clock.instant();
        Map<Hold.Guard, Set<String>> current = new EnumMap<>(Hold.Guard.class);
        holds.forEach(hold ->
                current.computeIfAbsent(hold.guard(), guard -> new HashSet<>()).add(hold.text()));
        logged.keySet().retainAll(current.keySet());
        current.forEach((guard, texts) -> {
            Set<String> before = logged.get(guard);
            Instant at = loggedAt.getOrDefault(guard, Instant.MIN);
            if (before == null || (!before.equals(texts) && !now.isBefore(at.plus(LOG_INTERVAL)))) {
                texts.forEach(text -> log.info("held: {}", text));
                logged.put(guard, texts);
                loggedAt.put(guard, now);
            }
        });
    }
}
