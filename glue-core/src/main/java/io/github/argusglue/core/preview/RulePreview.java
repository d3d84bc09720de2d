package io.github.argusglue.core.preview;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.controller.SourceSettings;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what the rules of a source do to its open alerts, without changing anything. */
public final class RulePreview {
    private RulePreview() {}

    /**
     * Reads the source and applies the rules.
     *
     * @throws SourceException if the source cannot be read
     */
    public static Result run(SourceSettings settings, AdapterMaker maker, Clock clock)
            throws SourceException, InterruptedException {
        return of(settings, OneSnapshot.snapshot(settings.adapterSettings(), maker, clock));
    }

    /** Applies the rules to a snapshot. */
    public static Result of(SourceSettings settings, Snapshot snapshot) {
        RuleSet rules = settings.shaping().rules();
        List<MatchedAlert> touched = new ArrayList<>();
        for (Alert alert : snapshot.alerts()) {
            List<RuleSet.RuleStep> steps = rules.explain(alert, settings.tags());
            if (!steps.isEmpty()) {
                touched.add(new MatchedAlert(alert.id().key(), alert.description(), steps));
            }
        }
        return new Result(
                settings.name(),
                snapshot.alerts().size(),
                Completeness.of(snapshot),
                rules.names(),
                touched,
                null,
                null);
    }

    /**
     * What the rules do.
     *
     * @param source name of the source
     * @param alerts number of alerts in the source
     * @param completeness for which alerts the snapshot is complete
     * @param rules each rule as text, in order
     * @param matched alerts that match at least one rule
     * @param plan what would be done in Argus now; null if unknown
     * @param argusFault why it is unknown; null if it is known
     */
    public record Result(
            String source,
            int alerts,
            Completeness completeness,
            List<String> rules,
            List<MatchedAlert> matched,
            @Nullable Plan plan,
            @Nullable String argusFault) {
        /** Returns the result with the plan. */
        public Result inArgus(Plan made) {
            return new Result(source, alerts, completeness, rules, matched, made, null);
        }

        /** Returns the result with the reason why there is no plan. */
        public Result argusFault(@Nullable String fault) {
            return new Result(source, alerts, completeness, rules, matched, null, fault);
        }
    }

    /**
     * An alert that matches rules.
     *
     * @param key key of the alert
     * @param description description in the source
     * @param steps what each of those rules does
     */
    public record MatchedAlert(String key, String description, List<RuleSet.RuleStep> steps) {}
}
