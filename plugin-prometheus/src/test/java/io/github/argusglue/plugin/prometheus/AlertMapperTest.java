package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.SuppressionConfig.Suppressed;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversion of labels and annotations to alerts for Argus. */
class AlertMapperTest {
    private final PrometheusConfigBuilder config = new PrometheusConfigBuilder(List.of(URI.create("http://am:9093")));

    private Alert map(MergedAlert merged) {
        return new AlertMapper(config.display(), config.suppression())
                .map(merged, Samples.START, "http://prom:9090/graph", null);
    }

    private Alert map(Map<String, String> labels) {
        return map(Samples.merged(labels, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"critical,1", "CRITICAL,1", "error,2", "warning,3", "info,5", "INFO,5", "page,4", "'',4"})
    void severityComesFromTheLabel(String severity, int level) {
        assertEquals(
                Severity.ofLevel(level),
                map(Map.of("alertname", "X", "severity", severity)).severity());
    }

    @Test
    void labelsWithTheSameTagKeyKeepBothValues() {
        assertEquals(
                List.of(new Tag("if_name", "xe-0"), new Tag("if_name", "eth0"), new Tag("service_name", "dns")),
                map(Map.of("ifName", "xe-0", "if_name", "eth0", "service.name", "dns"))
                        .tags());
    }

    @Test
    void excludedLabelsMatchBothSpellings() {
        config.excludeLabels("ifName", "service_name");
        assertEquals(
                List.of(new Tag("alertname", "X")),
                map(Map.of("alertname", "X", "ifName", "xe-0", "service.name", "dns"))
                        .tags());
    }

    @Test
    void blankValuesBecomeNoTags() {
        assertEquals(List.of(), map(Map.of("empty", "", "blank", "  ")).tags());
    }

    @Test
    void descriptionDefaultsToTheNameOrFingerprint() {
        assertEquals("LinkDown", map(Map.of("alertname", "LinkDown")).description());
        assertEquals("alert 0123456789abcdef", map(Map.of("device", "sw1")).description());
        config.description("{annotation.nosuch}");
        assertEquals("LinkDown", map(Map.of("alertname", "LinkDown")).description());
    }

    @Test
    void metadataContainsOnlyLabels() {
        Alert alert = map(Samples.merged(Map.of("alertname", "X"), Map.of("description", "value is 17")));
        assertEquals(Map.of("labels", Map.of("alertname", "X")), alert.metadata());
    }

    @ParameterizedTest
    @CsvSource({
        "disk is 91% full, disk is 97.5% full, true",
        "load 1.2e+03, load NaN, true",
        "12.3k packets, 1.1M packets, true",
        "sw1 is down, sw2 is up, false",
        "value -3, value +4, true",
        "port up, port down, false"
    })
    void changedNumbersKeepTheDescription(String before, String after, boolean same) {
        config.description("{annotation.summary}");
        AlertMapper mapper = new AlertMapper(config.display(), config.suppression());
        Alert first = mapper.map(merged(before), Samples.START, "", null);
        assertEquals(
                same ? before : after,
                mapper.map(merged(after), Samples.START, "", first).description());
        config.followValues();
        assertEquals(
                after,
                new AlertMapper(config.display(), config.suppression())
                        .map(merged(after), Samples.START, "", first)
                        .description());
    }

    private static MergedAlert merged(String summary) {
        return Samples.merged(Map.of("alertname", "X"), Map.of("summary", summary));
    }

    @Test
    void loweringNeverRaisesTheSeverity() {
        config.silenced(Suppressed.LOWER).inhibited(Suppressed.KEEP);
        Map<String, String> labels = Map.of("alertname", "X", "severity", "critical");
        assertEquals(
                Severity.INFORMATION,
                map(Samples.merged(labels, Map.of(), List.of("s1"), List.of())).severity());
        assertEquals(
                Severity.CRITICAL,
                map(Samples.merged(labels, Map.of(), List.of(), List.of("f1"))).severity());
    }

    @Test
    void everySilenceBecomesATag() {
        Alert alert = map(Samples.merged(Map.of("alertname", "X"), Map.of(), List.of("s1", "s2"), List.of()));
        assertTrue(alert.tags().containsAll(List.of(new Tag("silenced", "s1"), new Tag("silenced", "s2"))));
    }

    @Test
    void linksAreEncodedOrOmitted() {
        assertEquals("https://x/a?b=c", String.valueOf(AlertMapper.link("https://x/a?b=c")));
        assertEquals("http://x/a%20b?q=%7B%22a%22%7D", String.valueOf(AlertMapper.link("http://x/a b?q={\"a\"}")));
        for (String bad : List.of("", "/graph", "javascript:alert(1)", "http://", "http:///x", "http://a b/")) {
            assertNull(AlertMapper.link(bad), bad);
        }
    }

    @Test
    void linkCanBeTheRunbook() {
        config.detailsUrl("{annotation.runbook_url|generatorURL}");
        assertEquals(
                Optional.of(URI.create("https://wiki/x")),
                map(Samples.merged(Map.of("alertname", "X"), Map.of("runbook_url", "https://wiki/x")))
                        .detailsUrl());
        assertEquals(
                Optional.of(URI.create("http://prom:9090/graph")),
                map(Map.of("alertname", "X")).detailsUrl());
    }
}
