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
 * Ends that the list has shown before a webhook told of them: Alertmanager takes a resolved alert off the list at once
 * and sends it with its group, which may be seconds later. Until then its end is only inferred.
 */
final class LateWebhooks {
    private static final int MOST = 20_000;
    private static final Duration AWAITED = Duration.ofHours(1);

    private final Map<String, Inferred> inferred = new LinkedHashMap<>();

    private record Inferred(AlertId id, United latest, Instant at) {}

    /**
     * Returns the ends that have been told since they were inferred.
     *
     * @param listed keys of what is listed now: it is not over
     * @param resolvedAt when a webhook says that an alert was resolved
     */
    List<Ending> told(Set<String> listed, Function<United, Optional<Instant>> resolvedAt, Instant now) {
        inferred.keySet().removeAll(listed);
        List<Ending> told = new ArrayList<>();
        Iterator<Inferred> each = inferred.values().iterator();
        while (each.hasNext()) {
            Inferred one = each.next();
            Optional<Instant> at = resolvedAt.apply(one.latest());
            at.ifPresent(end -> told.add(Ending.reported(one.id(), end, "resolved, as Alertmanager's webhook said")));
            if (at.isPresent() || one.at().plus(AWAITED).isBefore(now)) {
                each.remove();
            }
        }
        return told;
    }

    /** Takes what a round infers, as long as it is known what it was listed as. */
    void note(List<Verdict> verdicts, Shown shown, Instant now) {
        for (Verdict verdict : verdicts) {
            if (verdict.state() == Verdict.State.ENDED && verdict.evidence() == Ending.Evidence.INFERRED) {
                String key = verdict.key();
                shown.id(key)
                        .ifPresent(id -> shown.latest(key)
                                .ifPresent(latest -> inferred.put(key, new Inferred(id, latest, now))));
            }
        }
        Iterator<String> oldest = inferred.keySet().iterator();
        while (inferred.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
    }
}
