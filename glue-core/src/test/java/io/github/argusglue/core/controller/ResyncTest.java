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

/** A resync proves that nothing is missing without listing what is open, and lists where it cannot. */
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
    void whereNothingHasHappenedNothingIsListed() {
        start();

        awaitChecks(5);

        assertFalse(calls.contains("open"), () -> "listed though nothing has happened: " + calls);
    }

    @Test
    void whatOthersDoIsFollowedWithoutAListing() {
        start();
        // Between a reading of the feed and the count that follows it, a close would show in the count first.
        awaitCall("countOpen");
        scene.server().person(scene.pk("a"), EventType.CLO);
        scene.server().person(scene.pk("b"), EventType.ACK);
        Await.until("seen", () -> scene.status().quiet() == 1 && scene.status().open() == 1);

        awaitChecks(5);

        assertFalse(calls.contains("open"), () -> "listed though the feed tells all: " + calls);
    }

    @Test
    void whatTheCountShowsIsListed() {
        start();
        // The latest event is another one's: its own, if it were the latest, would be missed in the log.
        others(1);
        scene.argus.takeCalls();
        awaitCall("feed");

        scene.server().delete(scene.pk("b"));

        Await.until("made again", () -> scene.server().openIds().size() == 2);
    }

    @Test
    void aLateEventBehindManyOthersIsFoundByItsNumber() {
        start();
        long a = scene.pk("a");

        scene.server().personAt(a, EventType.CLO, Instant.now().minus(Duration.ofHours(1)));
        others(30);

        Await.until("seen", () -> scene.status().quiet() == 1);
        awaitChecks(2);
        assertFalse(calls.contains("open"), () -> "listed though it was found: " + calls);
    }

    @Test
    void whatAGapInTheNumbersHidesIsListedOnce() {
        start();

        scene.server().skipNumbers(3);
        others(1);
        awaitCall("open");

        awaitChecks(4);
        assertFalse(calls.contains("open"), () -> "listed again for a gap that is known: " + calls);
    }

    @Test
    void moreThanTheFeedTellsIsListed() {
        scene.interval = Duration.ofMillis(600);
        start();

        others(1_000);

        awaitCall("open");
    }

    @Test
    void aLogThatRunsBackwardsIsListedAtOnce() {
        scene.resync = Duration.ofHours(1);
        start();
        others(3);
        scene.argus.takeCalls();
        awaitCall("feed");
        scene.argus.takeCalls();

        scene.server().forgetEvents(2);

        awaitCall("open");
    }

    @Test
    void aFullListingComesNowAndThenAllTheSame() {
        scene.resync = Duration.ofHours(1);
        scene.fullListing = Duration.ofMillis(100);
        start();

        awaitCall("open");
    }

    /** The tag of a person is no event: our picture of the incident is old when we change our own. */
    @Test
    void aTagThatAPersonHasAddedOutlivesAChangeOfOurs() {
        start();
        long a = scene.pk("a");

        scene.server().personTags(a, "team", "core");
        awaitChecks(2);
        scene.source.open(tagged("a", "host", "sw1"), alert("b"));

        Await.until("tagged", () -> tags(a).contains("host=sw1"));
        assertEquals(Set.of("team=core", "host=sw1"), tags(a));
        assertFalse(calls.contains("open"), () -> "a look is enough: " + calls);
    }

    @Test
    void aTagThatAPersonHasTakenAwayDoesNotComeBackInOurName() {
        start();
        long a = scene.pk("a");
        scene.server().personTags(a, "team", "core");
        scene.source.open(tagged("a", "host", "sw1"), alert("b"));
        Await.until("tagged", () -> tags(a).equals(Set.of("team=core", "host=sw1")));

        scene.server().takeTag(a, "team", "core");
        scene.source.open(tagged("a", "host", "sw2"), alert("b"));

        Await.until("tagged", () -> tags(a).contains("host=sw2"));
        assertEquals(Set.of("host=sw2"), tags(a));
    }

    @Test
    void aTagOfOursThatAPersonHasTakenAwayComesBackWithTheNextListing() {
        scene.source.open(tagged("a", "host", "sw1"), alert("b"));
        start();
        long a = scene.pk("a");
        scene.server().takeTag(a, "host", "sw1");
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

    /** Waits until Argus was asked so often how many are open. */
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

    /** What people do to an incident that is none of ours. */
    private void others(int events) {
        long other = scene.server().foreign();
        for (int i = 0; i < events; i++) {
            scene.server().person(other, EventType.ACK);
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
