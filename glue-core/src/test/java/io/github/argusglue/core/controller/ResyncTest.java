package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resync proves without a listing that no incident is missing, and lists if it cannot. */
final class ResyncTest {
    private final List<String> calls = new ArrayList<>();
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.resync = Duration.ofMillis(60);
        scene.source.open(alert("a"), alert("b"));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void listsNothingIfNothingHappened() {
        start();

        awaitChecks(5);

        assertFalse(calls.contains("open"), () -> "listed though nothing has happened: " + calls);
    }

    @Test
    void followsActionsOfPeopleWithoutListing() {
        start();
        // If the close came between reading the feed and the count, the count would show it first.
        awaitCall("countOpen");
        scene.server().person(scene.pk("a"), EventType.CLO);
        scene.server().person(scene.pk("b"), EventType.ACK);
        Await.until("seen", () -> scene.status().quiet() == 1 && scene.status().open() == 1);

        awaitChecks(5);

        assertFalse(calls.contains("open"), () -> "listed though the feed tells all: " + calls);
    }

    @Test
    void listsIfCountDiffers() {
        start();
        // The latest event belongs to another incident; if it were b's own, it would be missing from the feed.
        otherSourcesEvents(1);
        scene.argus.takeCalls();
        awaitCall("feed");

        scene.server().delete(scene.pk("b"));

        Await.until("made again", () -> scene.server().openIds().size() == 2);
    }

    @Test
    void findsLateEventByItsNumber() {
        start();
        long a = scene.pk("a");
        awaitCall("countOpen");

        scene.server().personWithTime(a, EventType.CLO, Instant.now().minus(Duration.ofHours(1)));
        otherSourcesEvents(30);

        Await.until("seen", () -> scene.status().quiet() == 1);
        awaitChecks(2);
        assertFalse(calls.contains("open"), () -> "listed though it was found: " + calls);
    }

    @Test
    void listsOnceForGapInEventNumbers() {
        start();

        scene.server().skipNumbers(3);
        otherSourcesEvents(1);
        awaitCall("open");

        awaitChecks(4);
        assertFalse(calls.contains("open"), () -> "listed again for a gap that is known: " + calls);
    }

    @Test
    void listsIfFeedMissedEvents() {
        scene.interval = Duration.ofMillis(600);
        start();

        otherSourcesEvents(1_000);

        awaitCall("open");
    }

    @Test
    void listsAtOnceIfEventNumbersGoBack() {
        scene.resync = Duration.ofHours(1);
        start();
        otherSourcesEvents(3);
        scene.argus.takeCalls();
        awaitCall("feed");
        scene.argus.takeCalls();

        scene.server().forgetEvents(2);

        awaitCall("open");
    }

    @Test
    void fullListingRunsAtItsInterval() {
        scene.resync = Duration.ofHours(1);
        scene.fullListing = Duration.ofMillis(100);
        start();

        awaitCall("open");
    }

    /** A tag added by a person is no event: what is known of the incident is outdated when our own tags are changed. */
    @Test
    void ownTagChangeKeepsTagOfPerson() {
        start();
        long a = scene.pk("a");

        scene.server().personAddsTag(a, "team", "core");
        awaitChecks(2);
        scene.source.open(tagged("a", "host", "sw1"), alert("b"));

        Await.until("tagged", () -> tags(a).contains("host=sw1"));
        assertEquals(Set.of("team=core", "host=sw1"), tags(a));
        assertFalse(calls.contains("open"), () -> "a look is enough: " + calls);
    }

    @Test
    void doesNotRestoreTagOfPersonThatWasRemoved() {
        start();
        long a = scene.pk("a");
        scene.server().personAddsTag(a, "team", "core");
        scene.source.open(tagged("a", "host", "sw1"), alert("b"));
        Await.until("tagged", () -> tags(a).equals(Set.of("team=core", "host=sw1")));

        scene.server().removeTag(a, "team", "core");
        scene.source.open(tagged("a", "host", "sw2"), alert("b"));

        Await.until("tagged", () -> tags(a).contains("host=sw2"));
        assertEquals(Set.of("host=sw2"), tags(a));
    }

    @Test
    void restoresOwnTagAtNextListing() {
        scene.source.open(tagged("a", "host", "sw1"), alert("b"));
        start();
        long a = scene.pk("a");
        scene.server().removeTag(a, "host", "sw1");
        awaitChecks(3);
        assertEquals(Set.of(), tags(a));

        scene.loop().resync();

        Await.until("tagged again", () -> tags(a).equals(Set.of("host=sw1")));
    }

    private void start() {
        scene.start().awaitOpen("a", "b");
        Await.until("settled", () -> scene.status().settled());
        scene.awaitSnapshots(2);
        scene.argus.takeCalls();
    }

    /** Waits until Argus was asked this often how many incidents are open. */
    private void awaitChecks(int more) {
        calls.clear();
        Await.until(more + " checks", () -> {
            calls.addAll(scene.argus.takeCalls());
            return calls.stream()
                            .filter(call -> call.equals("countOpen") || call.equals("open"))
                            .count()
                    >= more;
        });
    }

    private void awaitCall(String wanted) {
        calls.clear();
        Await.until(wanted, () -> {
            calls.addAll(scene.argus.takeCalls());
            return calls.contains(wanted);
        });
        assertTrue(calls.contains(wanted));
    }

    /** People act on an incident of another source, all of them between two requests. */
    private void otherSourcesEvents(int events) {
        ModelServer server = scene.server();
        long other = server.foreignPk();
        synchronized (server) {
            for (int i = 0; i < events; i++) {
                server.person(other, EventType.ACK);
            }
        }
    }

    private static Alert tagged(String key, String tag, String value) {
        return Alert.builder(alert(key).id(), ScriptedSource.START)
                .description(key)
                .tag(tag, value)
                .build();
    }

    private Set<String> tags(long pk) {
        return scene.server().incident(pk).tags().stream()
                .map(tag -> tag.tag())
                .map(Tag::toString)
                .collect(Collectors.toSet());
    }
}
