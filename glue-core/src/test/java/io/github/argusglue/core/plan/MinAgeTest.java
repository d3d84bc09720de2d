package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.spi.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Young alerts and incidents are skipped. */
final class MinAgeTest {
    private static final Instant YOUNG = Scene.NOW.minusSeconds(299);
    private static final Instant OLD = Scene.NOW.minusSeconds(301);

    private final Scene scene = new Scene();

    MinAgeTest() {
        scene.policy = PolicySketch.DEFAULT.minAge(Duration.ofMinutes(5)).build();
    }

    @Test
    void anAlertIsOpenedWhenItIsOldEnough() {
        assertEquals(List.of("create b@20261121T115459Z"), scene.complete(alert("a", YOUNG, ""), alert("b", OLD, "")));
        assertEquals(List.of("1 skipped: younger than 300 s"), scene.holds());
    }

    @Test
    void anIncidentIsEndedWhenItIsOldEnough() {
        scene.opened(1, alert("a", YOUNG, "")).opened(2, alert("b", OLD, ""));
        assertEquals(List.of("end 2"), scene.complete());
        scene.after(Duration.ofSeconds(3));
        assertEquals(2, scene.again().size());
    }

    @Test
    void anIncidentIsChangedWhenItIsOldEnough() {
        scene.opened(1, alert("a", YOUNG, "")).opened(2, alert("b", OLD, ""));
        assertEquals(List.of("change 2 description"), scene.complete(alert("a", YOUNG, "new"), alert("b", OLD, "new")));
    }

    @Test
    void ageIsThatOfTheIncident() {
        scene.opened(1, alert("a", OLD, ""));
        assertEquals(List.of("change 1 description"), scene.complete(alert("a", YOUNG, "moved, and new")));
    }

    @Test
    void incidentIsRestartedWhenItsAlertIsOldEnough() {
        scene.ended(1, alert("a", OLD, ""), Duration.ofMinutes(1), ClosedIncident.By.SOURCE);
        assertEquals(List.of(), scene.complete(alert("a", YOUNG, "")));
        assertEquals(List.of("restart 1"), scene.complete(alert("a", OLD, "")));
    }

    @Test
    void youngAlertsAreNotInvestigated() {
        scene.ended(1, alert("a", OLD, ""), Duration.ofMinutes(1), ClosedIncident.By.UNKNOWN);
        assertEquals(List.of(), scene.complete(alert("a", YOUNG, "")));
        assertEquals(List.of("look up 1"), scene.complete(alert("a", OLD, "")));
    }

    @Test
    void nothingIsSkippedWithoutMinAge() {
        scene.policy = Policy.DEFAULT;
        assertEquals(1, scene.complete(alert("a", Scene.NOW, "")).size());
        assertEquals(List.of(), scene.holds());
    }

    private static Alert alert(String key, Instant start, String description) {
        return Scene.keyed(key, start).description(description).build();
    }
}
