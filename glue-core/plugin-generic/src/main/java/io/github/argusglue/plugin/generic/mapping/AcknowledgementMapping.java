package io.github.argusglue.plugin.generic.mapping;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.List;
import java.util.Optional;

/**
 * Where the acknowledgement of an alert comes from.
 *
 * @param when conditions for an alert to be acknowledged
 * @param by who acknowledged it
 * @param at when
 * @param text why
 * @param until when it ends
 */
public record AcknowledgementMapping(
        @Doc("Conditions, as in `when` of the mapping, for an alert to be acknowledged")
        List<String> when,

        @Doc("Who acknowledged it") @Default("") String by,

        @Doc("When. If absent, when the alert began") Optional<String> at,

        @Doc("Why") @Default("") String text,
        @Doc("When it ends") Optional<String> until) {

    /** Checks the syntax. */
    public AcknowledgementMapping {
        ConfigCheck.conditions("when", when);
        ConfigCheck.expression("by", by);
        ConfigCheck.expression("at", at);
        ConfigCheck.expression("text", text);
        ConfigCheck.expression("until", until);
        when = List.copyOf(when);
        if (when.isEmpty()) {
            throw new IllegalArgumentException("'when' is missing: it says which alerts are acknowledged");
        }
    }
}
