package io.github.argusglue.core.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plan.Scene;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertShaperTest {
    private final AlertShaper shaper = new AlertShaper(List.of());

    @Test
    void anUnchangedAlertHasTheSameIncident() {
        Alert a = keyed("a");
        List<DesiredIncident> first = shape(a, keyed("b"));
        List<DesiredIncident> second = shape(a, keyed("b"));

        assertSame(first.get(0), second.get(0), "the same object");
        assertSame(first.get(1), second.get(1), "an equal one");
    }

    @Test
    void changedAlertHasAnotherIncident() {
        List<DesiredIncident> first = shape(keyed("a"), keyed("b"));
        List<DesiredIncident> second = shape(Scene.keyed("a").description("new").build(), keyed("b"));

        assertNotSame(first.get(0), second.get(0));
        assertEquals("new", second.get(0).description());
        assertSame(first.get(1), second.get(1));
    }

    @Test
    void orderOfAlertsDoesNotMatter() {
        Map<String, DesiredIncident> known = new HashMap<>();
        shape("a b c d e").forEach(incident -> known.put(incident.id().key(), incident));

        for (String order : List.of("e d c b a", "b c d e", "x b c y d z e", "a", "e a b c d", "a b c d e")) {
            List<DesiredIncident> shaped = shape(order);
            assertEquals(order, keys(shaped));
            for (DesiredIncident incident : shaped) {
                DesiredIncident before = known.get(incident.id().key());
                assertTrue(before == null || before.equals(incident), order);
            }
        }
    }

    @Test
    void aMovedAlertKeepsItsIncident() {
        List<DesiredIncident> first = shape("a b c");
        List<DesiredIncident> second = shape("x c a b");

        assertSame(first.get(2), second.get(1));
        assertSame(first.get(0), second.get(2));
        assertSame(first.get(1), second.get(3));
    }

    @Test
    void returningAlertIsShapedAgain() {
        List<DesiredIncident> first = shape("a b");
        shape("b");

        assertNotSame(first.get(0), shape("a b").get(0));
    }

    @Test
    void resultDoesNotDependOnEarlierSnapshots() {
        Random random = new Random(3);
        List<Alert> alerts = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            for (int change = random.nextInt(4); change > 0; change--) {
                if (!alerts.isEmpty() && random.nextBoolean()) {
                    alerts.remove(random.nextInt(alerts.size()));
                } else {
                    Alert alert = Scene.keyed("k" + random.nextInt(12))
                            .description("d" + random.nextInt(3))
                            .build();
                    alerts.add(random.nextInt(alerts.size() + 1), alert);
                }
            }
            if (random.nextInt(5) == 0) {
                Collections.shuffle(alerts, random);
            }
            Snapshot snapshot = Snapshot.complete(alerts);
            assertEquals(
                    new AlertShaper(List.of()).shape(snapshot, Scene.NOW).incidents(),
                    shaper.shape(snapshot, Scene.NOW).incidents(),
                    "step " + step);
        }
    }

    @Test
    void oneOfTwoAlertsWithTheSameIdIsUsed() {
        List<DesiredIncident> shaped = shape(
                Scene.keyed("a").description("first").build(),
                Scene.keyed("a").description("second").build(),
                keyed("b"));

        assertEquals("a b", keys(shaped));
        assertEquals("first", shaped.get(0).description());
        assertEquals(List.of("alert 'a' occurs twice in one snapshot: one of them is ignored"), shaper.warnings());
    }

    @Test
    void moreSevereAlertWithTheSameIdIsUsed() {
        Alert minor = Scene.keyed("a").severity(Severity.LOW).description("x").build();
        Alert severe =
                Scene.keyed("a").severity(Severity.CRITICAL).description("y").build();
        for (List<Alert> order : List.of(
                List.of(minor, keyed("b"), severe),
                List.of(severe, keyed("b"), minor),
                List.of(keyed("b"), severe, minor, minor),
                List.of(minor, severe, keyed("b")),
                List.of(minor, minor, severe))) {
            List<DesiredIncident> shaped = shape(order.toArray(Alert[]::new));

            assertEquals(
                    List.of("y"),
                    shaped.stream()
                            .filter(incident -> incident.id().key().equals("a"))
                            .map(DesiredIncident::description)
                            .toList());
            assertEquals(1, shaper.warnings().size());
        }
    }

    @Test
    void choiceDependsOnScopeAndSuppressionToo() {
        Alert plain = keyed("a");
        for (Alert twin : List.of(
                Scene.keyed("a").scope("oslo").build(),
                Scene.keyed("a").suppressed(Suppression.of("x")).build())) {
            assertEquals(shape(plain, twin), shape(twin, plain));
        }
    }

    @Test
    void choiceBetweenAlertsWithTheSameIdIsStable() {
        Map<String, Object> one = Map.of("rack", "1");
        List<Alert> twins = new ArrayList<>(List.of(
                Scene.keyed("a").description("x").build(),
                Scene.keyed("a").description("y").build(),
                Scene.keyed("a").description("x").tag("host", "h").build(),
                Scene.keyed("a").description("x").metadata(one).build()));
        DesiredIncident taken = shape(twins.toArray(Alert[]::new)).get(0);
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(twins, random);
            assertEquals(List.of(taken), shape(twins.toArray(Alert[]::new)));
        }
    }

    @Test
    void alertsWithTheSameKeyAreOneAlert() {
        assertEquals(
                "a",
                keys(shape(
                        keyed("a"), Scene.keyed("a", Scene.NOW.minusSeconds(7)).build())));
        assertEquals(1, shaper.warnings().size());
    }

    @Test
    void sameObjectTwiceIsOneAlert() {
        Alert a = keyed("a");

        assertEquals("a", keys(shape(a, a)));
        assertEquals("a", keys(shape(a, a)));
        assertEquals(1, shaper.warnings().size());
    }

    @Test
    void keyAndEqualUniqueIdAreTwoAlerts() {
        assertEquals("a a", keys(shape(keyed("a"), Scene.unique("a").build())));
    }

    @Test
    void invalidAlertIsHeldSoThatItsIncidentStaysOpen() {
        List<Object> poison = new AbstractList<>() {
            private int reads;

            @Override
            public Object get(int index) {
                if (reads++ > 0) {
                    throw new IllegalStateException("no text of me");
                }
                return "x";
            }

            @Override
            public int size() {
                return 1;
            }
        };
        List<DesiredIncident> shaped = shape(
                keyed("a"), Scene.keyed("p").metadata(Map.of("poison", poison)).build(), keyed("b"));

        assertEquals("a p b", keys(shaped));
        assertTrue(shaped.get(1).isHeld());
        assertFalse(shaped.get(2).isHeld());
        assertEquals(1, shaper.warnings().size());
        assertTrue(shaper.warnings().get(0).contains("no text of me"), shaper.warnings()::toString);
    }

    @Test
    void recursiveMetadataAffectsOnlyItsAlert() {
        Map<String, Object> endless = new HashMap<>();
        Alert alert = Scene.keyed("p").metadata(Map.of("x", endless)).build();
        endless.put("me", endless);

        List<DesiredIncident> shaped = shape(alert, keyed("b"));

        assertTrue(shaped.get(0).isHeld());
        assertFalse(shaped.get(1).isHeld());
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "\u00a0a", "a\ud800", "\u0085x"})
    void anIdThatArgusWouldKeepOtherwiseIsHeld(String key) {
        assertTrue(shape(keyed(key)).get(0).isHeld());
        assertEquals(1, shaper.warnings().size());
    }

    @Test
    void anIdThatIsTooLongForArgusIsHeld() {
        assertTrue(shape(keyed("日".repeat(334))).get(0).isHeld());
        assertFalse(shape(keyed("日".repeat(320))).get(0).isHeld());
    }

    @Test
    void warningsAreRepeatedWhileTheAlertIsOpen() {
        Alert odd = Scene.keyed("a").description("nul\0").build();

        shape(odd);
        assertEquals(1, shaper.warnings().size());
        shape(odd);
        assertEquals(1, shaper.warnings().size(), "the alert is still odd, though it was not made fit again");
        shape(keyed("a"));
        assertEquals(List.of(), shaper.warnings());
    }

    @Test
    void theSourcesOwnTagsAreAlwaysAdded() {
        AlertShaper tagging = new AlertShaper(List.of(new Tag("site", "oslo"), new Tag("host", "sw1")));

        DesiredIncident incident = tagging.shape(
                        Snapshot.complete(
                                List.of(Scene.keyed("a").tag("host", "sw1").build())),
                        Scene.NOW)
                .incidents()
                .get(0);

        assertEquals(List.of(new Tag("host", "sw1"), new Tag("site", "oslo")), incident.tags());
    }

    @Test
    void snapshotsAreNumbered() {
        Desired first = shaper.shape(Snapshot.complete(List.of()), Scene.NOW);
        Desired second = shaper.shape(Snapshot.partial(List.of(), "half"), Scene.NOW);

        assertEquals(first.number() + 1, second.number());
        assertTrue(first.isComplete());
        assertFalse(second.isComplete());
    }

    private List<DesiredIncident> shape(String keys) {
        List<Alert> alerts = new ArrayList<>();
        for (String key : List.of(keys.split(" ", -1))) {
            alerts.add(keyed(key));
        }
        return shape(alerts.toArray(new Alert[0]));
    }

    private List<DesiredIncident> shape(Alert... alerts) {
        return shaper.shape(Snapshot.complete(List.of(alerts)), Scene.NOW).incidents();
    }

    private static String keys(List<DesiredIncident> incidents) {
        return String.join(" ", incidents.stream().map(i -> i.id().key()).toList());
    }

    private static Alert keyed(String key) {
        return Scene.keyed(key).build();
    }
}
