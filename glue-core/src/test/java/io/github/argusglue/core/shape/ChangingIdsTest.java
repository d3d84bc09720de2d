package io.github.argusglue.core.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.core.plan.Scene;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChangingIdsTest {
    private static final Instant START = Scene.NOW.minus(Duration.ofHours(1));

    private final AlertShaper shaper = new AlertShaper(List.of());
    private int nextId;

    /** Returns an alert with an id that no other alert has. */
    private Alert newId(String host, Instant start) {
        return Alert.builder(AlertId.unique("id" + nextId++), start)
                .description(host + " is down")
                .tag("host", host)
                .build();
    }

    private List<Alert> newIds(int count, Instant start) {
        return IntStream.range(0, count).mapToObj(i -> newId("web" + i, start)).toList();
    }

    private ChangingIds.@Nullable Example shape(List<Alert> alerts) {
        shaper.shape(Snapshot.complete(alerts), Scene.NOW);
        return shaper.changingIds().example();
    }

    /** Returns which snapshot shows the fault; -1 if none of them does. */
    private int shownBy(int snapshots, IntFunction<List<Alert>> snapshot) {
        for (int i = 0; i < snapshots; i++) {
            if (shape(snapshot.apply(i)) != null) {
                return i;
            }
        }
        return -1;
    }

    private static Instant minute(int i) {
        return START.plus(Duration.ofMinutes(i));
    }

    @Test
    void otherIdsForTheSameOccurrencesAreFound() {
        assertEquals(3, shownBy(10, i -> newIds(1, START)));
        ChangingIds.Example example = shaper.changingIds().example();
        assertNotNull(example);
        assertEquals("'id2' and 'id3' are both 'web0 is down'", example.text());
    }

    @Test
    void keysThatChangeAreFound() {
        assertEquals(
                3,
                shownBy(
                        10,
                        i -> List.of(
                                Scene.keyed("a" + i, START).description("a").build())));
    }

    @Test
    void isFoundWhileSomeAlertsComeAndGo() {
        assertEquals(3, shownBy(10, i -> {
            List<Alert> alerts = new ArrayList<>(newIds(5, START));
            alerts.add(newId("other" + i, minute(i)));
            return alerts;
        }));
    }

    @Test
    void startsThatChangeTooNeedMoreSnapshots() {
        assertEquals(5, shownBy(10, i -> newIds(3, minute(i))));
    }

    @Test
    void alertThatFlapsIsNotFoundSoon() {
        assertEquals(20, shownBy(30, i -> newIds(1, minute(i))));
    }

    @Test
    void orderOfTagsAndAlertsDoesNotMatter() {
        assertEquals(3, shownBy(10, i -> {
            String first = i % 2 == 0 ? "a" : "b";
            String second = i % 2 == 0 ? "b" : "a";
            return List.of(
                    Alert.builder(AlertId.unique("x" + i), START)
                            .tag(first, "1")
                            .tag(second, "1")
                            .description(first)
                            .build(),
                    Alert.builder(AlertId.unique("y" + i), START)
                            .tag(first, "1")
                            .tag(second, "1")
                            .description(second)
                            .build());
        }));
    }

    @Test
    void restartOfTheSourceIsNoFault() {
        for (int restart = 0; restart < 10; restart++) {
            List<Alert> alerts = newIds(20, minute(restart));
            assertEquals(-1, shownBy(2, i -> alerts));
        }
    }

    @Test
    void otherAlertsEachTimeAreNoFault() {
        assertEquals(-1, shownBy(50, i -> List.of(newId("a" + i, minute(i)), newId("b" + i, minute(i)))));
    }

    @Test
    void howOftenAContentOccursCounts() {
        assertEquals(-1, shownBy(50, i -> {
            String some = i % 2 == 0 ? "a" : "b";
            return List.of(newId("a", minute(i)), newId(some, minute(i)), newId("b", minute(i)));
        }));
    }

    @Test
    void emptyAndPartialSnapshotsProveNothing() {
        assertEquals(-1, shownBy(50, i -> i % 3 == 0 ? List.of() : newIds(5, START)));
        for (int i = 0; i < 10; i++) {
            shaper.shape(Snapshot.partial(newIds(5, START), "the rest is unknown"), Scene.NOW);
        }
        assertNull(shaper.changingIds().example());
    }

    @Test
    void endsWhenAnIdIsFoundAgain() {
        assertEquals(3, shownBy(4, i -> newIds(5, START)));
        List<Alert> now = newIds(5, START);

        assertNotNull(shape(now));
        assertNull(shape(List.of(now.get(4))));
    }
}
