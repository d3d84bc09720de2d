package io.github.argusglue.plugin.generic.mapping;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.List;
import java.util.Optional;

/**
 * Where it comes from that an alert is suppressed.
 *
 * @param when conditions for an alert to be suppressed
 * @param reason why
 * @param by who suppressed it
 * @param until when it ends
 */
public record SuppressionMapping(
        @Doc("Conditions, as in `when` of the mapping, for an alert to be suppressed")
        List<String> when,

        @Doc("Why, such as `maintenance`") @Default("suppressed")
        String reason,

        @Doc("Who did it") @Default("") String by,
        @Doc("When it ends") Optional<String> until) {

    /** Checks the syntax. */
    public SuppressionMapping {
        ConfigCheck.conditions("when", when);
        ConfigCheck.expression("reason", reason);
        ConfigCheck.expression("by", by);
        ConfigCheck.expression("until", until);
        when = List.copyOf(when);
        if (when.isEmpty()) {
            throw new IllegalArgumentException("'when' is missing: it says which alerts are suppressed");
        }
    }
}
