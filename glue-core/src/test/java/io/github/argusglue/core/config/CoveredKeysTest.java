package io.github.argusglue.core.config;

import io.github.argusglue.spi.testing.RecordCoverage;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each new key has to be added here and to {@link ConfigLoaderTest}, where each key is read once. */
final class CoveredKeysTest {
    @Test
    void root() {
        RecordCoverage.assertAllKeys(RootConfig.class, Set.of("state_dir", "plugins_dir"));
    }

    @Test
    void argus() {
        RecordCoverage.assertAllKeys(
                ArgusConfig.class,
                Set.of("url", "timeout", "resync", "full_listing", "ca_file", "client_certificate", "proxy"));
    }

    /** Each key is used in docs/examples/rules, or in {@code RuleTestCommandTest}. */
    @Test
    void ruleTests() {
        RecordCoverage.assertAllKeys(
                RuleTestConfig.class,
                Set.of(
                        "name",
                        "source",
                        "alert",
                        "alert.key",
                        "alert.level",
                        "alert.description",
                        "alert.details_url",
                        "alert.tags",
                        "alert.tags.values", // not a key: the record for the values of a tag
                        "alert.suppressed",
                        "expect",
                        "expect.dropped",
                        "expect.dropped_by",
                        "expect.rules",
                        "expect.level",
                        "expect.description",
                        "expect.details_url",
                        "expect.tags",
                        "expect.tags.values",
                        "expect.has_tags",
                        "expect.has_tags.values",
                        "expect.lacks_tags"));
    }

    @Test
    void http() {
        RecordCoverage.assertAllKeys(
                HttpConfig.class,
                Set.of(
                        "listen",
                        "hosts",
                        "connections_per_address",
                        "hook_max_bytes",
                        "hook_timeout",
                        "hook_rate",
                        "hooks_at_once"));
    }

    @Test
    void source() {
        RecordCoverage.assertAllKeys(
                SourceConfig.class,
                Set.of(
                        "name", // of the table, not a key in it
                        "type",
                        "argus",
                        "argus_token",
                        "token_created",
                        "token_lifetime",
                        "renew",
                        "argus_username",
                        "argus_password",
                        "interval",
                        "snapshot_timeout",
                        "max_answer_bytes",
                        "tags",
                        "on_person_close",
                        "person_close_holds",
                        "reopen_within",
                        "close_unknown",
                        "update_interval",
                        "heartbeat",
                        "mass_close",
                        "mass_close.at_least",
                        "mass_close.percent",
                        "mass_close.within",
                        "hook_token",
                        "open_hook",
                        "open_after",
                        "close_after",
                        "flap",
                        "flap.changes",
                        "flap.within",
                        "flap.hold",
                        "suppressed",
                        "max_open",
                        "failover", // read in FailoverConfigTest
                        "pin", // read in ClusterConfigTest
                        "rules",
                        "rules.match",
                        "rules.from",
                        "rules.regex",
                        "rules.drop",
                        "rules.level",
                        "rules.remove_tags",
                        "rules.rename_tags",
                        "rules.tags",
                        "rules.description",
                        "rules.details_url",
                        "rules.stop"));
    }
}
