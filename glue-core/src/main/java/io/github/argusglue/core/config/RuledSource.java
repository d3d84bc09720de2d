package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.NotSecret;
import java.util.List;
import java.util.Map;

/**
 * Those keys of a source that decide how its alerts look in Argus. They have the same meaning in {@link SourceConfig}.
 *
 * @param name name of the source
 * @param tags added to all its alerts
 * @param suppressed what is done with alerts that are suppressed in the source
 * @param rules in order
 */
public record RuledSource(
        @TableName String name,
        @NotSecret Map<String, String> tags,
        @Default("show") Suppressed suppressed,
        List<RuleConfig> rules) {
    static final RecordType KEYS = RecordType.of(RuledSource.class);

    /** Checks the tags. */
    public RuledSource {
        tags.forEach(SourceConfig::requireTag);
    }
}
