package io.github.argusglue.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each source gets one owner, evenly, and as few as possible move. */
final class AssignmentTest {
    private static final Set<String> FOUR = Set.of("a", "b", "c", "d");

    private static Map<String, Set<String>> sources(int count, Set<String> candidates) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "source-" + i, i -> candidates));
    }

    private static Map<String, Integer> loads(Map<String, String> owners) {
        Map<String, Integer> loads = new HashMap<>();
        owners.values().forEach(owner -> loads.merge(owner, 1, Integer::sum));
        return loads;
    }

    private static long moved(Map<String, String> before, Map<String, String> after) {
        return before.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(after.get(entry.getKey())))
                .count();
    }

    @Test
    void aHundredSourcesOverFourMembersAndAFifthThatComes() {
        Map<String, String> four = Assignment.of(sources(100, FOUR), FOUR, Map.of());
        assertEquals(Map.of("a", 25, "b", 25, "c", 25, "d", 25), loads(four));
        Set<String> five = Set.of("a", "b", "c", "d", "e");
        Map<String, String> after = Assignment.of(sources(100, five), five, four);
        assertEquals(Map.of("a", 20, "b", 20, "c", 20, "d", 20, "e", 20), loads(after));
        assertEquals(20, moved(four, after));
    }

    @Test
    void onlyTheSourcesOfTheOneThatLeavesMove() {
        Map<String, String> four = Assignment.of(sources(100, FOUR), FOUR, Map.of());
        Set<String> three = Set.of("a", "b", "c");
        Map<String, String> after = Assignment.of(sources(100, three), three, four);
        assertEquals(25, moved(four, after));
        assertEquals(100, after.size());
        assertTrue(Collections.max(loads(after).values()) <= 34, loads(after)::toString);
    }

    @Test
    void aPinnedSourceWithoutItsMemberHasNoOwner() {
        assertEquals(
                Map.of("free", "a"),
                Assignment.of(Map.of("free", Set.of("a"), "pinned", Set.of()), Set.of("a"), Map.of("pinned", "b")));
    }

    @Test
    void sourcesWithLessChoiceComeFirst() {
        Map<String, Set<String>> candidates =
                Map.of("x1", Set.of("a", "b"), "x2", Set.of("a", "b"), "y1", Set.of("a"), "y2", Set.of("a"));
        Map<String, String> owners = Assignment.of(candidates, Set.of("a", "b"), Map.of());
        assertEquals(Map.of("x1", "b", "x2", "b", "y1", "a", "y2", "a"), owners);
    }

    @Test
    void everyoneComesToTheSameResultAndRestsThere() {
        Random random = new Random(17);
        for (int round = 0; round < 400; round++) {
            Set<String> members = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> "m" + i)
                    .collect(Collectors.toSet());
            Map<String, Set<String>> candidates = new HashMap<>();
            Map<String, String> before = new HashMap<>();
            for (int i = 0; i < random.nextInt(40); i++) {
                Set<String> possible = new HashSet<>(members);
                if (random.nextInt(3) == 0) {
                    possible.removeIf(member -> random.nextBoolean());
                }
                candidates.put("s" + i, possible);
                if (random.nextBoolean()) {
                    before.put("s" + i, "m" + random.nextInt(8));
                }
            }
            Map<String, String> after = Assignment.of(candidates, members, before);
            assertEquals(after, Assignment.of(new HashMap<>(candidates), new HashSet<>(members), before));
            assertEquals(after, Assignment.of(candidates, members, after), "nothing moves any more");
            candidates.forEach((source, possible) -> {
                if (possible.isEmpty()) {
                    assertEquals(null, after.get(source));
                } else {
                    assertTrue(possible.contains(after.get(source)), source);
                }
            });
            requireBalance(candidates, after, members);
        }
    }

    /** Nobody could give a source to somebody who has two fewer. */
    private static void requireBalance(
            Map<String, Set<String>> candidates, Map<String, String> owners, Collection<String> members) {
        Map<String, Integer> loads = loads(owners);
        owners.forEach((source, owner) -> {
            for (String other : List.copyOf(members)) {
                if (candidates.getOrDefault(source, Set.of()).contains(other)) {
                    assertTrue(loads.getOrDefault(other, 0) + 2 > loads.getOrDefault(owner, 0), owners::toString);
                }
            }
        });
    }
}
