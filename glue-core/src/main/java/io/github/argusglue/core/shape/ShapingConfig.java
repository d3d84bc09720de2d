package io.github.argusglue.core.shape;

import io.github.argusglue.core.config.Suppressed;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.spi.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the operator changes the alerts of a source.
 *
 * @param alwaysTags are added to each alert that does not have the same tag, before the first rule
 * @param rules are applied in order
 * @param flap when an alert counts as flapping; null for never
 * @param suppressed what to do with alerts that are suppressed in the source
 */
public record ShapingConfig(
        List<Tag> alwaysTags, RuleSet rules, @Nullable FlapPolicy flap, Suppressed suppressed) {

    /** Creates a configuration that shows suppressed alerts. */
    public ShapingConfig(List<Tag> alwaysTags, RuleSet rules, @Nullable FlapPolicy flap) {
        this(alwaysTags, rules, flap, Suppressed.SHOW);
    }

    /** Returns a configuration that only adds tags. */
    public static ShapingConfig tagsOnly(List<Tag> alwaysTags) {
        return new ShapingConfig(alwaysTags, RuleSet.NONE, null);
    }
}
