package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.plugin.generic.mapping.MappingConfig;
import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * Configuration of a source of type {@code generic}.
 *
 * @param ttl how long an opened alert lasts without being sent again, if its message does not say
 * @param deadMan how long the sender may say nothing; empty for ever
 * @param reopenIds whether a closed alert with an id can be open again
 * @param input how documents come in, if not by POST
 * @param mapping how documents of another format are translated; empty for the documented format
 */
@CommonKeys({"ttl", "command", "file", "folder"})
record GenericConfig(
        @Doc("How long an opened alert lasts without being sent again, unless its message has its own `ttl`. If absent,"
                + " until it is closed")
        @Range(min = "1s")
        Optional<Duration> ttl,

        @Doc(
                "If nothing was received for this time, one incident says so, and no alert ends by its `ttl` until something"
                        + " is received again. If absent, silence is no fault")
        @Range(min = "1s")
        Optional<Duration> deadMan,

        @Doc("Whether an alert with an `id` is open again if a message that is later than its closing says so; its"
                + " incident is restarted. Otherwise a number that was closed stays closed")
        @Default("false")
        @LeavesOut("alerts with an id that was closed before")
        boolean reopenIds,

        @Inline InputConfig input,

        @Doc("How documents of another format are translated. If absent, they are in the documented format")
        Optional<MappingConfig> mapping) {

    /** Returns how documents are translated. */
    Mapping translation() {
        return mapping.map(MappingConfig::mapping).orElse(Mapping.NONE);
    }
}
