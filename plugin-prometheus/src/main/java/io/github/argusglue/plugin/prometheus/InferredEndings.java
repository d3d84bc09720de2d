package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Endings that were inferred from the list before a webhook reported them. Alertmanager removes a resolved alert from
 * the list at once, but sends it with its group, which may be seconds later.
 */
final class InferredEndings {
    private static final int MAX_ENTRIES = 20_000;
    private static final Duration WEBHOOK_WAIT = Duration.ofHours(1);

    private final Map<String, InferredEnding> inferred = new LinkedHashMap<>();

    private record InferredEnding(AlertId id, MergedAlert latest, Instant at, Ending ending) {}

    /**
     * Returns the endings that webhooks have reported since they were inferred.
     *
     * @param listed keys of the listed alerts, which are not over
     * @param resolvedAt returns when a webhook reported an alert as resolved
     */
    List<Ending> confirmed(Set<String> listed, Function<MergedAlert, Optional<Instant>> resolvedAt, Instant now) {
        inferred.keySet().removeAll(listed);
        List<Ending> confirmed = new ArrayList<>();
        Iterator<InferredEnding> each = inferred.values().iterator();
        while (each.hasNext()) {
            InferredEnding ending = each.next();
            Optional<Instant> at = resolvedAt.apply(ending.latest());
            at.ifPresent(resolved -> confirmed.add(
                    Ending.reported(ending.id(), resolved, "resolved, reported by a webhook of Alertmanager")));
            if (at.isPresent() || ending.at().plus(WEBHOOK_WAIT).isBefore(now)) {
                each.remove();
            }
        }
        return confirmed;
    }

    /** Returns the endings that no webhook has reported so far. */
    List<Ending> unconfirmed() {
        return inferred.values().stream().map(InferredEnding::ending).toList();
    }

    /** Adds the endings that were inferred, if it is known how the alert was last listed. */
    void add(List<AlertVerdict> verdicts, AlertCache cache, Instant now) {
        for (AlertVerdict verdict : verdicts) {
            if (verdict.status() == AlertVerdict.Status.ENDED && verdict.evidence() == Ending.Evidence.INFERRED) {
                String key = verdict.key();
                Instant endedAt = verdict.endedAt() == null ? now : verdict.endedAt();
                cache.id(key)
                        .ifPresent(id -> cache.latest(key)
                                .ifPresent(latest -> inferred.put(
                                        key,
                                        new InferredEnding(
                                                id, latest, now, Ending.inferred(id, endedAt, verdict.reason())))));
            }
        }
        Iterator<String> oldest = inferred.keySet().iterator();
        while (inferred.size() > MAX_ENTRIES) {
            oldest.next();
            oldest.remove();
        }
    }
}
