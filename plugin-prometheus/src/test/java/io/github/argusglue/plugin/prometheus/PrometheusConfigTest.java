package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.testing.RecordCoverage;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lists every configuration key of type {@code prometheus} once. */
class PrometheusConfigTest {

    @Test
    void hasTheseKeys() {
        RecordCoverage.assertAllKeys(
                PrometheusConfig.class,
                Set.of(
                        "urls",
                        "timeout",
                        "ca_file",
                        "client_certificate",
                        "server_name",
                        "proxy",
                        "username",
                        "password",
                        "token",
                        "headers",
                        "requests_per_hour",
                        "requests_per_day",
                        "filter",
                        "external_labels",
                        "identity_exclude",
                        "level_label",
                        "levels",
                        "level_default",
                        "exclude_labels",
                        "description",
                        "follow_values",
                        "details_url",
                        "min_age",
                        "watchdog",
                        "watchdog_after",
                        "warm_up",
                        "hold_max"));
    }

    @Test
    void refusesInvalidValues() {
        URI url = URI.create("http://prom:9090");
        assertRefused("'urls' is missing", new PrometheusConfigBuilder(List.of()));
        assertRefused("'urls' contains a duplicate", new PrometheusConfigBuilder(List.of(url, url)));
        assertRefused("'urls' must be like", new PrometheusConfigBuilder(List.of(URI.create("prom:9090"))));
        assertRefused(
                "'filter' is not a matcher", new PrometheusConfigBuilder(List.of(url)).filter("severity is none"));
    }

    private static void assertRefused(String message, PrometheusConfigBuilder config) {
        String actual = String.valueOf(
                assertThrows(IllegalArgumentException.class, config::direct).getMessage());
        assertTrue(actual.startsWith(message), actual);
    }
}
