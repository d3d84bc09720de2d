package io.github.argusglue.core.shape;

import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.spi.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wants to be different about a source's alerts.
 *
 * @param alwaysTags added to each alert that does not have the same tag, before the first rule
 * @param rules worked off in their order
 * @param flap when an alert's comings and goings are no longer followed; null for never
 */
public record ShapingConfig(
        List<Tag> alwaysTags, RuleSet rules, @Nullable FlapPolicy flap) {

    /** Returns one that adds tags and does nothing else. */
    public static ShapingConfig tagsOnly(List<Tag> alwaysTags) {
        return new ShapingConfig(alwaysTags, RuleSet.NONE, null);
    }
}
