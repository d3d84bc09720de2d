package io.github.argusglue.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RuleSetTest {
    private static final List<Tag> SITE = List.of(new Tag("site", "oslo"));

    private final Alert alert = Alert.builder(AlertId.unique("1"), Instant.EPOCH)
            .severity(Severity.MODERATE)
            .description("link down")
            .detailsUrl(URI.create("/x"))
            .tag("instance", "sw1.example.org:9100")
            .tag("severity", "warning")
            .build();

    @Test
    void alertIsUnchangedWithoutRules() {
        assertEquals(
                new RuleResult(3, "link down", tags("instance=sw1.example.org:9100", "severity=warning"), "/x", null),
                RuleResult.of(alert));
        assertEquals(RuleResult.of(alert), RuleSet.NONE.apply(alert, List.of()));
    }

    @Test
    void rulesSeeChangesOfEarlierRules() {
        RuleSet rules = rules(
                RuleSketch.match("instance!=\"\"").rename("instance", "host"),
                RuleSketch.match("host=~\".*:9100\"")
                        .from("host", "(.*):[0-9]+")
                        .tag("host", "$1"),
                RuleSketch.match("host=\"sw1.example.org\"").level(1),
                RuleSketch.match("alert.level=1").description("{host}: {alert.description}"),
                RuleSketch.match("instance!=\"\"").drop());

        assertEquals(
                new RuleResult(
                        1, "sw1.example.org: link down", tags("severity=warning", "host=sw1.example.org"), "/x", null),
                rules.apply(alert, List.of()));
    }

    @Test
    void sourceTagsAreAddedBeforeTheFirstRule() {
        RuleSet rules =
                rules(RuleSketch.match("site=oslo").tag("room", "{site}-1").remove("severity"));

        assertEquals(
                tags("instance=sw1.example.org:9100", "site=oslo", "room=oslo-1"),
                rules.apply(alert, SITE).tags());
        assertEquals(
                tags("instance=sw1.example.org:9100", "severity=warning"),
                rules(RuleSketch.match("site=oslo").remove("site"))
                        .apply(alert, SITE)
                        .tags());
    }

    @Test
    void droppedAlertNamesTheRule() {
        RuleSet rules = rules(
                RuleSketch.match("severity=none").drop(),
                RuleSketch.match("severity=warning", "alert.level!=1").drop(),
                RuleSketch.match("severity=warning").level(1));

        assertEquals(
                "rule 2 (severity=\"warning\", alert.level!=\"1\")",
                rules.apply(alert, List.of()).droppedBy());
        assertEquals(3, rules.apply(alert, List.of()).level(), "no rule after it");
    }

    @Test
    void stopSkipsLaterRules() {
        RuleSet rules = rules(
                RuleSketch.match("severity=warning").stop(),
                RuleSketch.everything().drop());

        assertNull(rules.apply(alert, List.of()).droppedBy());
        Alert other = Alert.builder(AlertId.unique("2"), Instant.EPOCH).build();
        assertEquals("rule 2 (every alert)", rules.apply(other, List.of()).droppedBy());
    }

    @Test
    void theRegularExpressionIsACondition() {
        RuleSet rules = rules(RuleSketch.everything()
                .from("instance", "(?P<host>[^.]+)\\.(?P<domain>.*)")
                .level(5)
                .tag("host", "${host}")
                .detailsUrl("https://nms.example.org/{instance}?d=${domain}"));

        assertEquals(
                new RuleResult(
                        5,
                        "link down",
                        tags("instance=sw1.example.org:9100", "severity=warning", "host=sw1"),
                        "https://nms.example.org/sw1.example.org%3A9100?d=example.org%3A9100",
                        null),
                rules.apply(alert, List.of()));
        Alert other = Alert.builder(AlertId.unique("2"), Instant.EPOCH)
                .tag("instance", "nodots")
                .build();
        assertEquals(RuleResult.of(other), rules.apply(other, List.of()));
    }

    @Test
    void firstMatchingValueIsUsed() {
        Alert two = Alert.builder(AlertId.unique("2"), Instant.EPOCH)
                .tag("ip", "10.1.2.3")
                .tag("ip", "192.168.7.8")
                .build();
        RuleSet rules = rules(
                RuleSketch.everything().from("ip", "192\\.168\\.([0-9]+)\\..*").tag("net", "$1"));

        assertEquals(
                tags("ip=10.1.2.3", "ip=192.168.7.8", "net=7"),
                rules.apply(two, List.of()).tags());
    }

    @Test
    void setTagReplacesAndEmptyValueIsIgnored() {
        Alert two = Alert.builder(AlertId.unique("2"), Instant.EPOCH)
                .tag("site", "a")
                .tag("site", "b")
                .build();
        assertEquals(
                tags("site=c"),
                rules(RuleSketch.everything().tag("site", "c"))
                        .apply(two, List.of())
                        .tags());
        assertEquals(
                tags("site=a", "site=b"),
                rules(RuleSketch.everything().tag("site", "{nope}"))
                        .apply(two, List.of())
                        .tags());
    }

    @Test
    void renamingKeepsAllValuesReplacesAndCanSwap() {
        Alert two = Alert.builder(AlertId.unique("2"), Instant.EPOCH)
                .tag("a", "1")
                .tag("a", "2")
                .tag("b", "3")
                .build();
        assertEquals(
                tags("b=1", "b=2"),
                rules(RuleSketch.everything().rename("a", "b"))
                        .apply(two, List.of())
                        .tags());
        assertEquals(
                List.of("a=3", "b=1", "b=2"),
                rules(RuleSketch.everything().rename("a", "b").rename("b", "a")).apply(two, List.of()).tags().stream()
                        .map(Tag::toString)
                        .sorted()
                        .toList());
        assertEquals(
                tags("a=1", "a=2", "b=3"),
                rules(RuleSketch.everything().rename("nope", "b"))
                        .apply(two, List.of())
                        .tags());
    }

    @Test
    void removingComesFirstThenRenamingThenSetting() {
        RuleSet rules = rules(RuleSketch.everything()
                .tag("severity", "{severity}!")
                .rename("instance", "severity")
                .remove("severity"));

        assertEquals(tags("severity=warning!"), rules.apply(alert, List.of()).tags());
    }

    @Test
    void explainListsTheChangesOfEachRule() {
        RuleSet rules = rules(
                RuleSketch.match("severity=none").drop(),
                RuleSketch.match("severity=warning")
                        .level(2)
                        .rename("severity", "urgency")
                        .stop(),
                RuleSketch.everything().drop());

        assertEquals(
                List.of(new RuleSet.RuleStep(
                        2,
                        List.of(
                                "level 3 -> 2",
                                "tag severity=warning removed",
                                "tag urgency=warning added",
                                "no later rule"))),
                rules.explain(alert, List.of()));
        assertEquals(
                List.of(
                        new RuleSet.RuleStep(1, List.of("nothing changed")),
                        new RuleSet.RuleStep(2, List.of("dropped"))),
                rules(RuleSketch.everything().level(3), RuleSketch.everything().drop())
                        .explain(alert, List.of()));
        assertEquals(
                List.of("rule 1 (severity=\"none\")", "rule 2 (severity=\"warning\")", "rule 3 (every alert)"),
                rules.names());
    }

    @Test
    void explainAgreesWithApply() {
        RuleSet rules =
                rules(RuleSketch.match("severity=warning").description("x").detailsUrl("https://y/"));
        List<String> effects = rules.explain(alert, SITE).get(0).effects();

        assertEquals(List.of("description 'link down' -> 'x'", "details_url '/x' -> 'https://y/'"), effects);
        assertEquals("x", rules.apply(alert, SITE).description());
        assertTrue(rules(new RuleSketch[0]).isEmpty());
    }

    private static RuleSet rules(RuleSketch... sketches) {
        return RuleSet.of(Arrays.stream(sketches).map(RuleSketch::build).toList());
    }

    private static List<Tag> tags(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.split("=", 2))
                .map(parts -> Map.entry(parts[0], parts[1]))
                .map(entry -> new Tag(entry.getKey(), entry.getValue()))
                .toList();
    }
}
