package io.github.argusglue.core.shape;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.core.Seeds;
import io.github.argusglue.core.plan.Scene;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However alerts come and go, ids that last are never reported. Whatever the alerts are, ids that change in each
 * snapshot are always reported, unless alerts change too.
 */
final class ChangingIdsPropertyTest {
    private static final int RUNS = 300;

    static List<Long> seeds() {
        return Seeds.of("changing.ids.seed", RUNS);
    }

    /** What the source shows of an alert; few contents, so that many alerts have the same. */
    private static Alert alert(AlertId id, int content, Instant start) {
        return Alert.builder(id, start)
                .description("problem " + content % 3)
                .tag("host", "web" + content % 2)
                .build();
    }

    private static AlertId randomId(Random random, Instant start) {
        String text = new UUID(random.nextLong(), random.nextLong()).toString();
        return random.nextBoolean() ? AlertId.unique(text) : AlertId.startedAt(text, start);
    }

    @ParameterizedTest(name = "-Dchanging.ids.seed={0}")
    @MethodSource("seeds")
    void idsThatLastAreNeverReported(long seed) {
        Random random = new Random(seed);
        AlertShaper shaper = new AlertShaper(List.of());
        List<Alert> open = new ArrayList<>();
        double churn = random.nextDouble();
        int most = 1 + random.nextInt(30);
        Instant now = Scene.NOW;
        for (int i = 0; i < 60; i++) {
            now = now.plusSeconds(30);
            open.removeIf(alert -> random.nextDouble() < churn);
            // A restart of the source begins everything anew.
            if (random.nextInt(10) == 0) {
                open.clear();
            }
            int wanted = random.nextInt(most + 1);
            while (open.size() < wanted) {
                Instant start = now.minusSeconds(random.nextInt(30));
                open.add(alert(randomId(random, start), random.nextInt(6), start));
            }
            Collections.shuffle(open, random);
            shaper.shape(Snapshot.complete(open), now);
            assertNull(shaper.changingIds().example(), "snapshot " + i);
        }
    }

    @ParameterizedTest(name = "-Dchanging.ids.seed={0}")
    @MethodSource("seeds")
    void idsThatChangeAreAlwaysReported(long seed) {
        Random random = new Random(seed);
        AlertShaper shaper = new AlertShaper(List.of());
        boolean startsStay = random.nextBoolean();
        int[] contents = random.ints(1 + random.nextInt(30), 0, 6).toArray();
        int needed = startsStay
                ? ChangingIds.SAME_STARTS
                : contents.length < ChangingIds.FEW ? ChangingIds.OTHER_STARTS_OF_FEW : ChangingIds.OTHER_STARTS;
        // Until now, the source may have been all right.
        Alert good = alert(AlertId.unique("good"), 1, Scene.NOW);
        for (int i = random.nextInt(3); i > 0; i--) {
            shaper.shape(Snapshot.complete(List.of(good)), Scene.NOW);
        }
        Instant now = Scene.NOW;
        for (int i = 0; i <= needed; i++) {
            now = now.plusSeconds(30);
            List<Alert> open = new ArrayList<>();
            for (int content : contents) {
                Instant start = startsStay ? Scene.NOW : now;
                open.add(alert(randomId(random, start), content, start));
            }
            Collections.shuffle(open, random);
            shaper.shape(Snapshot.complete(open), now);
        }
        assertNotNull(shaper.changingIds().example());
    }
}
