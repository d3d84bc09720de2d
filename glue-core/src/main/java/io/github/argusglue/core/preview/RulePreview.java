package io.github.argusglue.core.preview;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.controller.SourceSettings;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules of a source make of what is open in it. Writes nothing. */
public final class RulePreview {
    private RulePreview() {}

    /**
     * Reads the source and tries the rules.
     *
     * @throws SourceException if the source cannot be read
     */
    public static Result run(SourceSettings settings, AdapterMaker maker, Clock clock)
            throws SourceException, InterruptedException {
        return of(settings, OneSnapshot.snapshot(settings.adapterSettings(), maker, clock));
    }

    /** Tries the rules on what is there. */
    public static Result of(SourceSettings settings, Snapshot snapshot) {
        RuleSet rules = settings.shaping().rules();
        List<Touched> touched = new ArrayList<>();
        for (Alert alert : snapshot.alerts()) {
            List<RuleSet.RuleStep> steps = rules.explain(alert, settings.tags());
            if (!steps.isEmpty()) {
                touched.add(new Touched(alert.id().key(), alert.description(), steps));
            }
        }
        return new Result(
                settings.name(),
                snapshot.alerts().size(),
                snapshot.partialReason().orElse(null),
                rules.names(),
                touched,
                null,
                null);
    }

    /**
     * What the rules do.
     *
     * @param source its name
     * @param alerts in the source
     * @param partialReason why its snapshot is not complete; null if it is
     * @param rules each rule for people, in order
     * @param touched alerts that at least one rule is about
     * @param plan what would be done in Argus now; null if that is not known
     * @param argusFault why not; null if it is known
     */
    public record Result(
            String source,
            int alerts,
            @Nullable String partialReason,
            List<String> rules,
            List<Touched> touched,
            @Nullable Plan plan,
            @Nullable String argusFault) {
        /** Returns the same, and what would be done in Argus. */
        public Result inArgus(Plan made) {
            return new Result(source, alerts, partialReason, rules, touched, made, null);
        }

        /** Returns the same, and why it is not known what would be done in Argus. */
        public Result argusFault(@Nullable String fault) {
            return new Result(source, alerts, partialReason, rules, touched, null, fault);
        }
    }

    /**
     * An alert that rules are about.
     *
     * @param key of the alert
     * @param description as the source has it
     * @param steps what each of those rules does to it
     */
    public record Touched(String key, String description, List<RuleSet.RuleStep> steps) {}
}
