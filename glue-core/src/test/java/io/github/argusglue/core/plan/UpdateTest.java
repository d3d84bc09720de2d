package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates of open incidents, and what is never changed. */
final class UpdateTest {
    private final Scene scene = new Scene();

    @Test
    void anUpdateWaitsForTheIntervalToPass() {
        scene.mirror.put(Scene.madeOf(1, keyed("a")), Scene.NOW.minusSeconds(20));
        Alert changed = Scene.keyed("a").description("new").build();

        assertEquals(List.of(), scene.complete(changed));
        assertEquals(
                List.of(
                        "1 update less than 60 s after the last update of the same incident, until 2026-11-21T12:00:40Z"),
                scene.holds());
        assertEquals(Scene.NOW.plusSeconds(40), scene.lastPlan().planAt());

        scene.after(Duration.ofSeconds(40));
        assertEquals(List.of("change 1 description"), scene.again());
    }

    @Test
    void aClockThatWasSetBackMakesNoUpdateWait() {
        scene.mirror.put(Scene.madeOf(1, keyed("a")), Scene.NOW.plus(Duration.ofHours(1)));

        assertEquals(List.of("change 1 description"), scene.complete(described("a")));
    }

    @Test
    void planContainsTheTimeOfTheNextUpdate() {
        scene.mirror.put(Scene.madeOf(1, keyed("a")), Scene.NOW.minusSeconds(20));
        scene.mirror.put(Scene.madeOf(2, keyed("b")), Scene.NOW.minusSeconds(50));
        scene.mirror.put(Scene.madeOf(3, keyed("c")), Scene.NOW.minusSeconds(30));

        scene.complete(described("a"), described("b"), described("c"));

        assertEquals(Scene.NOW.plusSeconds(10), scene.lastPlan().planAt());
    }

    @Test
    void levelChangeIncludesWaitingChanges() {
        scene.mirror.put(Scene.madeOf(1, keyed("a")), Scene.NOW);

        assertEquals(
                List.of("change 1 level description"),
                scene.complete(Scene.keyed("a")
                        .description("worse")
                        .severity(Severity.CRITICAL)
                        .build()));
    }

    @Test
    void incidentThatWeDidNotChangeIsUpdatedAtOnce() {
        scene.opened(1, keyed("a"));

        assertEquals(List.of("change 1 description"), scene.complete(described("a")));
    }

    @Test
    void aPersonsTagSurvivesAndIsSentAlong() {
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .tag("host", "old", IncidentSketch.US)
                .tag("note", "call Kari", IncidentSketch.PERSON)
                .build());

        assertEquals(
                List.of("change 1 tags"),
                scene.complete(Scene.keyed("a").tag("host", "new").build()));
        assertEquals(
                Set.of(new Tag("host", "new"), new Tag("note", "call Kari")),
                Set.copyOf(scene.only(Action.Change.class).change().tags()));
    }

    @Test
    void personsTagAloneCausesNoUpdate() {
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .tag("note", "call Kari", IncidentSketch.PERSON)
                .build());

        assertEquals(List.of(), scene.complete(keyed("a")));
    }

    @Test
    void tagAddedByAPersonBeforeIsNotAddedAgain() {
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .tag("site", "oslo", IncidentSketch.PERSON)
                .build());

        assertEquals(
                List.of(), scene.complete(Scene.keyed("a").tag("site", "oslo").build()));
        assertEquals(List.of(), scene.complete(keyed("a")), "and it is not ours to take away");
    }

    @Test
    void ownOutdatedTagIsRemoved() {
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .tag("host", "sw1", IncidentSketch.US)
                .tag("silenced", "yes", IncidentSketch.US)
                .build());

        assertEquals(
                List.of("change 1 tags"),
                scene.complete(Scene.keyed("a").tag("host", "sw1").build()));
        assertEquals(
                List.of(new Tag("host", "sw1")),
                scene.only(Action.Change.class).change().tags());
    }

    @Test
    void orderOfTagsDoesNotMatter() {
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .tag("b", "2", IncidentSketch.US)
                .tag("a", "1", IncidentSketch.US)
                .build());

        assertEquals(
                List.of(),
                scene.complete(Scene.keyed("a").tag("a", "1").tag("b", "2").build()));
    }

    @Test
    void theSourcesTicketFillsAnEmptyField() {
        scene.opened(1, keyed("a"));

        assertEquals(List.of("change 1 ticket"), scene.complete(ticket("https://rt.example.org/1")));
    }

    @Test
    void aTicketIsNeverOverwrittenOrTakenAway() {
        scene.open(with("https://rt.example.org/persons"));

        assertEquals(List.of(), scene.complete(ticket("https://rt.example.org/1")));
        assertEquals(List.of(), scene.complete(keyed("a")));
    }

    @ParameterizedTest(name = "Argus shows ''{0}'', the source has ''{1}'': {2}")
    @CsvSource({
        "https://zino.example.org/case/7, /case/7, same",
        "/case/7, /case/7, same",
        "https://zino.example.org/case/7, https://zino.example.org/case/7, same",
        "https://zino.example.org/case/7, /case/8, differs",
        "https://zino.example.org/case/7, https://other.example.org/case/7, differs",
        "'', /case/7, differs",
        "https://zino.example.org/case/7, '', differs",
    })
    void argusShowsARelativeAddressJoinedWithTheSourcesBase(String is, String wanted, String what) {
        scene.open(
                IncidentSketch.incident(1, "a@20261121T110000Z").detailsUrl(is).build());

        assertEquals(
                what.equals("same") ? List.of() : List.of("change 1 details"),
                scene.complete(Scene.keyed("a")
                        .detailsUrl(wanted.isEmpty() ? null : URI.create(wanted))
                        .build()));
    }

    @Test
    void numbersInMetadataAreComparedByValue() {
        Map<String, Object> answered = Map.of("n", 1, "x", 2.0, "list", List.of(1L, Map.of("deep", 1.50)));
        Map<String, Object> reported =
                Map.of("n", 1L, "x", new BigDecimal("2.00"), "list", List.of(1, Map.of("deep", 1.5)));
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .metadata(answered)
                .build());

        assertEquals(
                List.of(), scene.complete(Scene.keyed("a").metadata(reported).build()));
        assertEquals(
                List.of("change 1 metadata"),
                scene.complete(Scene.keyed("a").metadata(Map.of("n", 2)).build()));
    }

    @Test
    void numbersUnknownToJsonAreSentAsText() {
        Map<String, Object> strange = new LinkedHashMap<>();
        strange.put("nan", Double.NaN);
        strange.put("endless", Float.POSITIVE_INFINITY);
        Alert alert = Scene.keyed("a").metadata(strange).build();
        scene.complete(alert);

        assertEquals(
                Map.of("nan", "NaN", "endless", "Infinity"),
                scene.only(Action.Create.class).desired().metadata());
        scene.open(IncidentSketch.incident(1, "a@20261121T110000Z")
                .metadata(Map.of("nan", 1))
                .build());
        assertEquals(List.of("change 1 metadata"), scene.complete(alert));
    }

    private static Incident with(String ticket) {
        return IncidentSketch.incident(1, "a@20261121T110000Z")
                .ticketUrl(ticket)
                .build();
    }

    private static Alert ticket(String url) {
        return Scene.keyed("a").ticketUrl(URI.create(url)).build();
    }

    private static Alert keyed(String key) {
        return Scene.keyed(key).build();
    }

    private static Alert described(String key) {
        return Scene.keyed(key).description("new").build();
    }
}
