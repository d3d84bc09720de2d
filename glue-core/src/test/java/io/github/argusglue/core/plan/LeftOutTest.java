package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.config.Suppressed;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.rules.RuleSketch;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Suppression;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan says which problems of the source have no incident, whoever left them out. */
final class LeftOutTest {
    private final Alert noise =
            Scene.keyed("n").tag("noise", "yes").description("fan speed").build();
    private final Alert held =
            Scene.keyed("h").description("ntp offset").held("host web1 is down").build();
    private final Alert silenced = Scene.keyed("s")
            .description("disk full")
            .suppressed(Suppression.of("downtime"))
            .build();

    private static Scene scene(Suppressed suppressed) {
        RuleSet rules = RuleSet.of(List.of(RuleSketch.match("noise=yes").drop().build()));
        return new Scene().shaping(new ShapingConfig(List.of(), rules, null, suppressed));
    }

    private static List<String> lines(Scene scene) {
        return scene.lastPlan().leftOut().groups().stream()
                .flatMap(group -> group.examples().stream()
                        .map(one -> group.reason() + " " + group.count() + " " + one.key() + " " + one.text()))
                .toList();
    }

    @Test
    void whatTheAdapterAndTheCoreLeaveOut() {
        Scene scene = scene(Suppressed.DROP);
        scene.snapshot(Snapshot.complete(
                        List.of(noise, held, silenced, Scene.keyed("o").build()))
                .withLeftOut(LeftOut.builder().add("bfd", "17", "a session").build()));
        assertEquals(
                List.of(
                        "bfd 1 17 a session",
                        "rule 1 n fan speed: dropped by rule 1 (noise=\"yes\")",
                        "suppressed 1 s disk full: suppressed in the source: downtime",
                        "held 1 h ntp offset: host web1 is down"),
                lines(scene));
    }

    @Test
    void suppressedIsTheSameWordIfSuchAlertsAreOnlyHeld() {
        Scene scene = scene(Suppressed.HOLD);
        scene.complete(silenced);
        assertEquals(List.of("suppressed 1 s disk full: suppressed in the source: downtime"), lines(scene));
    }

    @Test
    void heldAlertWithAnIncidentIsShown() {
        Scene scene = scene(Suppressed.HOLD).opened(1, Scene.keyed("h").build()).opened(2, silenced);
        scene.complete(held, silenced);
        assertEquals(List.of(), lines(scene));
    }

    @Test
    void nothingIsLeftOutOnceItIsShown() {
        Scene scene = scene(Suppressed.SHOW);
        scene.complete(noise);
        assertEquals(1, lines(scene).size());
        scene.complete(Scene.keyed("n").tag("noise", "no").build());
        assertEquals(List.of(), lines(scene));
    }
}
