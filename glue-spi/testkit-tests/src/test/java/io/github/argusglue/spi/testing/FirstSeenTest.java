package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.FirstSeen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Here and not in glue-spi, because {@link TestState} is the state that can fail. */
class FirstSeenTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final TestState state = new TestState();
    private final FirstSeen seen = FirstSeen.in(state, "down");

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    @Test
    void aKeyHasBeenThereSinceItCameAndAnewAfterItWasGone() {
        assertEquals(Map.of("a", at(0)), seen.update(List.of("a"), at(0)));
        assertEquals(Map.of("a", at(0), "b", at(1)), seen.update(List.of("a", "b"), at(1)));
        assertEquals(Map.of("b", at(1)), seen.update(List.of("b"), at(2)));
        assertEquals(Map.of("a", at(3), "b", at(1)), seen.update(List.of("b", "a"), at(3)));
    }

    @Test
    void theResultHasTheOrderOfTheKeys() {
        assertEquals(
                List.of("b", "c", "a"),
                List.copyOf(seen.update(List.of("b", "c", "b", "a"), at(0)).keySet()));
        assertEquals(
                List.of("a", "b"),
                List.copyOf(seen.update(List.of("a", "b"), at(1)).keySet()));
    }

    @Test
    void aPartOfTheSetForgetsNothing() {
        seen.update(List.of("a", "b"), at(0));

        assertEquals(Map.of("b", at(0), "c", at(1)), seen.updatePart(List.of("b", "c"), at(1)));

        assertEquals(Map.of("a", at(0), "c", at(1)), next().update(List.of("a", "c"), at(2)));
    }

    @Test
    void theNextAdapterKnowsTheTimes() {
        String odd = "ap 4\n%+å\\";
        seen.update(List.of(odd, ""), at(0));

        assertEquals(Map.of(odd, at(0), "", at(0)), next().update(List.of(odd, ""), at(9)));
    }

    @Test
    void whatIsKnownIsThatOfTheLastUpdateAlsoForTheNextAdapter() {
        seen.update(List.of("a", "b"), at(0));
        seen.updatePart(List.of("c"), at(1));

        assertEquals(Map.of("a", at(0), "b", at(0), "c", at(1)), seen.known());
        assertEquals(seen.known(), next().known());
    }

    @Test
    void timesAreWholeSecondsSoThatARestartChangesNothing() {
        Map<String, Instant> first = seen.update(List.of("a"), START.plusMillis(700));

        assertEquals(Map.of("a", START), first);
        assertEquals(first, next().update(List.of("a"), at(1)));
    }

    @Test
    void writesOnlyWhenTheSetChanges() {
        seen.update(List.of(), at(0));
        assertEquals(0, state.writes());
        seen.update(List.of("a", "b"), at(0));
        seen.update(List.of("b", "a"), at(1));
        seen.updatePart(List.of("a"), at(2));
        assertEquals(1, state.writes());
        seen.update(List.of("a"), at(3));
        assertEquals(2, state.writes());
        next().update(List.of("a"), at(4));
        assertEquals(2, state.writes());
    }

    @Test
    void aTimeInTheFutureBecomesNow() {
        seen.update(List.of("a"), at(60));

        assertEquals(Map.of("a", at(1)), seen.update(List.of("a"), at(1)));
        assertEquals(Map.of("a", at(1)), next().update(List.of("a"), at(90)));
    }

    @Test
    void aStateThatCannotBeWrittenIsKeptInMemoryAndWrittenLater() {
        state.failing(true);
        seen.update(List.of("a"), at(0));

        assertTrue(seen.health().problem().orElse("").contains("no space left on device"));
        assertEquals(Map.of("a", at(0)), seen.update(List.of("a"), at(1)));

        state.failing(false);
        seen.update(List.of("a"), at(2));

        assertTrue(seen.health().problem().isEmpty());
        assertEquals(Map.of("a", at(0)), next().update(List.of("a"), at(3)));
    }

    @Test
    void moreThanTheStateCanHoldIsKeptInMemory() {
        List<String> keys = List.of("a", "b".repeat(5 << 20));
        seen.update(keys, at(0));

        assertTrue(seen.health().problem().isPresent());
        assertEquals(Map.of("a", at(0)), seen.update(List.of("a"), at(1)));
        assertTrue(seen.health().problem().isEmpty());
    }

    @Test
    void anUnreadableStateIsEmpty() {
        seen.update(List.of("a"), at(0));
        state.corruptAll();

        assertEquals(Map.of("a", at(1)), next().update(List.of("a"), at(1)));
        assertEquals(Map.of("a", at(1)), next().update(List.of("a"), at(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first-seen 2\n1763805600 a\n",
                "first-seen 1\n1763805600 a",
                "first-seen 1\n1763805600\n",
                "first-seen 1\n a\n",
                "first-seen 1\nsoon a\n",
                "first-seen 1\n9223372036854775807 a\n",
                "first-seen 1\n1763805600 %zz\n",
                "",
            })
    void aValueOfAnotherFormatIsEmpty(String value) throws IOException {
        state.put("down", value.getBytes(StandardCharsets.UTF_8));

        assertEquals(Map.of("a", at(1)), seen.update(List.of("a"), at(1)));
    }

    @Test
    @DisplayName("Any order of sets, restarts and failing writes gives the times of a plain model")
    void behavesLikeAModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FirstSeen current = seen;
        Map<String, Instant> model = new TreeMap<>();
        for (int minute = 0; minute < 500; minute++) {
            Set<String> keys = new TreeSet<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                keys.add("ap" + random.nextInt(8));
            }
            boolean whole = random.nextBoolean();
            state.failing(random.nextInt(3) == 0);
            if (whole) {
                model.keySet().retainAll(keys);
            }
            for (String key : keys) {
                model.putIfAbsent(key, at(minute));
            }
            Map<String, Instant> expected = new TreeMap<>(model);
            expected.keySet().retainAll(keys);

            List<String> shuffled = new ArrayList<>(keys);
            Collections.shuffle(shuffled, random);
            assertEquals(
                    expected,
                    whole ? current.update(shuffled, at(minute)) : current.updatePart(shuffled, at(minute)),
                    "seed " + seed);
            if (current.health().problem().isEmpty() && random.nextBoolean()) {
                current = next();
            }
        }
    }

    private FirstSeen next() {
        return FirstSeen.in(state, "down");
    }
}
