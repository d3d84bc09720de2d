package io.github.argusglue.core.source;

import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One look at a source, and what its rules make of what is there. Asks no other machine, writes nothing. */
public final class RuleTrial {
    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Clock clock;

    /** Makes one; sends nothing. */
    public RuleTrial(SourceSettings settings, AdapterMaker maker, Clock clock) {
        this.settings = settings;
        this.maker = maker;
        this.clock = clock;
    }

    /**
     * Looks and tries the rules.
     *
     * @throws SourceException if the source cannot be read
     */
    public Result run() throws SourceException, InterruptedException {
        Snapshot snapshot = OneSnapshot.snapshot(settings, maker, clock);
        RuleSet rules = settings.shaping().rules();
        List<Touched> touched = new ArrayList<>();
        for (Alert alert : snapshot.alerts()) {
            List<RuleSet.Step> steps = rules.explain(alert, settings.tags());
            if (!steps.isEmpty()) {
                touched.add(new Touched(alert.id().key(), alert.description(), steps));
            }
        }
        return new Result(
                settings.name(),
                snapshot.alerts().size(),
                snapshot.partialReason().orElse(null),
                rules.names(),
                touched);
    }

    /**
     * What the rules do.
     *
     * @param source its name
     * @param alerts in the source
     * @param partialReason why its snapshot is not complete; null if it is
     * @param rules each rule for people, in order
     * @param touched alerts that at least one rule is about
     */
    public record Result(
            String source, int alerts, @Nullable String partialReason, List<String> rules, List<Touched> touched) {}

    /**
     * An alert that rules are about.
     *
     * @param key of the alert
     * @param description as the source has it
     * @param steps what each of those rules does to it
     */
    public record Touched(String key, String description, List<RuleSet.Step> steps) {}
}
