package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.config.Suppressed;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.rules.RuleSketch;
import io.github.argusglue.core.shape.FlapPolicy;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alerts that are suppressed in the source, and what {@code suppressed} makes of them. */
final class SuppressionTest {
    private static final Suppression DOWNTIME =
            Suppression.of("downtime: new line card").by("kari").until(Scene.NOW.plus(Duration.ofHours(1)));

    private final Alert open = Scene.keyed("a").tag("host", "web1").build();
    private final Alert suppressed =
            Scene.keyed("a").tag("host", "web1").suppressed(DOWNTIME).build();

    @Test
    void shownWithATag() {
        Scene scene = scene(Suppressed.SHOW);

        assertEquals(List.of("create a@20261121T110000Z"), scene.complete(suppressed));
        assertEquals(
                List.of(new Tag("host", "web1"), new Tag("suppressed", "true")),
                scene.only(Action.Create.class).desired().tags());
        scene.opened(1, open);
        assertEquals(List.of("change 1 tags"), scene.again());
        assertEquals(List.of(), scene.holds());
    }

    @Test
    void heldWhileItLasts() {
        Scene scene = scene(Suppressed.HOLD);

        assertEquals(List.of(), scene.complete(suppressed));
        assertEquals(
                List.of("1 alert not opened while they are suppressed in the source ('suppressed')"), scene.holds());
        assertEquals(List.of("create a@20261121T110000Z"), scene.complete(open));
        assertEquals(List.of(), scene.holds());
    }

    @Test
    void holdLeavesAnOpenIncidentAsItIs() {
        Scene scene = scene(Suppressed.HOLD).opened(1, open);

        assertEquals(
                List.of(),
                scene.complete(Scene.keyed("a")
                        .severity(Severity.CRITICAL)
                        .suppressed(DOWNTIME)
                        .build()));
        assertEquals(
                List.of("1 open incident left as they are while their alerts are suppressed in the source"
                        + " ('suppressed')"),
                scene.holds());
        assertEquals(List.of("end 1"), scene.complete(), "over is over");
    }

    @Test
    void closeByAPersonIsRememberedWhileHeld() {
        Scene scene = scene(Suppressed.HOLD);
        scene.ended(1, open, Duration.ofMinutes(1), ClosedIncident.By.PERSON);
        scene.complete(suppressed);
        scene.after(scene.policy.confirmAfter());
        scene.complete(suppressed);

        assertEquals(List.of(), scene.complete(open));
        assertEquals(1, scene.lastPlan().quiet());
    }

    @Test
    void droppedWithTheReason() {
        Scene scene = scene(Suppressed.DROP);
        assertEquals(List.of(), scene.complete(suppressed));
        scene.opened(1, open);

        assertEquals(List.of("end 1"), scene.again());
        assertEquals(
                "suppressed in the source: downtime: new line card (by kari, until 2026-11-21 13:00 UTC)",
                scene.only(Action.End.class).reason());
        scene.complete(Scene.keyed("a").suppressed(Suppression.of("")).build());
        assertEquals("suppressed in the source", scene.only(Action.End.class).reason());
    }

    @Test
    void suppressionOfEverythingNeedsASecondSnapshot() {
        Scene scene = scene(Suppressed.DROP);
        scene.policy = PolicySketch.GUARDED.build();
        List<Alert> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            scene.opened(i + 1, Scene.keyed("a" + i).build());
            all.add(Scene.keyed("a" + i).suppressed(DOWNTIME).build());
        }

        assertEquals(List.of(), scene.complete(all.toArray(Alert[]::new)));
        scene.after(scene.policy.confirmAfter());
        assertEquals(50, scene.complete(all.toArray(Alert[]::new)).size());
    }

    @Test
    void unknownStateIsNotTreatedAsSuppressed() {
        Scene scene = scene(Suppressed.DROP).opened(1, open);

        assertEquals(
                List.of(),
                scene.complete(Scene.keyed("a")
                        .suppressed(DOWNTIME)
                        .held("its satellite is down")
                        .build()));
    }

    @Test
    void endOfASuppressionIsNoFlapping() {
        Scene scene = new Scene()
                .shaping(new ShapingConfig(
                        List.of(),
                        RuleSet.NONE,
                        new FlapPolicy(3, Duration.ofMinutes(30), Duration.ofMinutes(15)),
                        Suppressed.DROP));
        for (int i = 0; i < 10; i++) {
            scene.after(Duration.ofMinutes(1));
            scene.complete(i % 2 == 0 ? open : suppressed);
        }

        assertEquals(List.of(), scene.takeNews());
    }

    @Test
    void rulesSeeIt() {
        Scene scene = new Scene()
                .shaping(shaping(
                        Suppressed.SHOW, RuleSketch.match("suppressed=\"true\"").level(5)));

        scene.complete(suppressed);
        assertEquals(5, scene.only(Action.Create.class).desired().level());
        scene.complete(open);
        assertEquals(3, scene.only(Action.Create.class).desired().level());
    }

    private static Scene scene(Suppressed policy) {
        return new Scene().shaping(shaping(policy));
    }

    private static ShapingConfig shaping(Suppressed policy, RuleSketch... rules) {
        return new ShapingConfig(
                List.of(),
                RuleSet.of(Arrays.stream(rules).map(RuleSketch::build).toList()),
                null,
                policy);
    }
}
