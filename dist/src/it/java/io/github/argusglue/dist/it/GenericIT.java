package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A source of type {@code generic}: what is posted to it is what a real Argus shows. */
@ExtendWith(Lab.class)
final class GenericIT {
    private static final Duration SYNCED = Duration.ofMinutes(2);
    private static final int MESSAGES = 10_000;
    private static final int KEYS = 300;
    private static final int KILLS = 5;
    private static final int BATCH = 20;

    private final LabArgus argus;
    private final String name = "generic-" + UUID.randomUUID().toString().substring(0, 8);
    private final Instant begin =
            Instant.ofEpochSecond(Instant.now().minus(Duration.ofDays(1)).getEpochSecond());

    GenericIT(LabArgus argus) {
        this.argus = argus;
    }

    private GenericProgram start(String more) {
        return new GenericProgram(name, argus.url(), argus.newSource(name), "interval = \"2s\"\n" + more);
    }

    /** Messages arrive in any order, some twice, and the program is killed in between. */
    @Test
    void anyOrderOfMessagesAndKillsGiveTheOpenAlertsOfTheModel() {
        Random random = new Random(7);
        List<String> messages = new ArrayList<>();
        SortedMap<String, Instant> latest = new TreeMap<>();
        SortedMap<String, Instant> closed = new TreeMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            String key = "alert-" + random.nextInt(KEYS);
            Instant start = begin.plusSeconds(60L * random.nextInt(60));
            if (random.nextBoolean()) {
                latest.merge(key, start, (one, other) -> one.isAfter(other) ? one : other);
                messages.add(open(key, start, "ttl"));
            } else {
                Instant end = start.plusSeconds(30);
                closed.merge(key, end, (one, other) -> one.isAfter(other) ? one : other);
                messages.add("{\"close\": {\"key\": \"" + key + "\", \"end\": \"" + end + "\"}}");
            }
        }
        for (int i = 0; i < MESSAGES / BATCH; i++) {
            messages.add(messages.get(random.nextInt(MESSAGES)));
        }
        Collections.shuffle(messages, random);
        latest.entrySet()
                .removeIf(entry ->
                        closed.containsKey(entry.getKey()) && !entry.getValue().isAfter(closed.get(entry.getKey())));
        assertTrue(latest.size() > KEYS / 4 && latest.size() < KEYS, latest.size() + " open in the model");

        try (GenericProgram program = start("")) {
            int batches = (messages.size() + BATCH - 1) / BATCH;
            for (int i = 0; i < batches; i++) {
                List<String> batch = messages.subList(i * BATCH, Math.min(messages.size(), (i + 1) * BATCH));
                if (i % 2 == 0) {
                    program.send(batch.toString());
                } else {
                    batch.forEach(program::send);
                }
                if (i % (batches / KILLS) == batches / KILLS - 1) {
                    program.killAndStart();
                }
            }
            Await.equal(SYNCED, "open incidents", List.copyOf(latest.keySet()), this::open);
            program.killAndStart();
            program.process().awaitLog("alerts? open", SYNCED);
            Await.staysEqual(Duration.ofSeconds(10), "open incidents", List.copyOf(latest.keySet()), this::open);
        }
    }

    private static String open(String key, Instant start, String text) {
        return "{\"open\": {\"key\": \"" + key + "\", \"start\": \"" + start + "\", \"level\": 2, \"description\": \""
                + text + "\", \"tags\": {\"host\": [\"a\"]}}}";
    }

    private List<String> open() {
        return argus.openIds(name).stream()
                .map(id -> id.split("@", 2)[0])
                .sorted()
                .toList();
    }

    @Test
    void listsTimesToLiveAndClosingsAreWhatArgusShows() throws Exception {
        try (GenericProgram program = start("mass_close = { percent = 100, at_least = 100 }\n")) {
            assertEquals(401, program.post("{\"alive\": true}", "wrong").statusCode());
            String alert = "{\"key\": \"disk-a\", \"start\": \"2026-11-21T10:00:00Z\", \"level\": 2, \"description\":"
                    + " \"disk a is full\", \"tags\": {\"host\": [\"a\"]}, \"details_url\": \"https://example.org/a\"}";
            program.send(
                    "{\"complete\": true, \"alerts\": [" + alert + ", " + alert.replace("disk-a", "disk-b") + "]}");
            Await.equal(SYNCED, "open", List.of("disk-a", "disk-b"), this::open);
            long pk = argus.pk(name, "disk-a");
            assertTrue(argus.tags(pk).contains("host=a"), () -> argus.tags(pk).toString());

            var refused =
                    program.post("{\"complete\": true, \"alerts\": [{\"key\": \"x\"}]}", GenericProgram.HOOK_TOKEN);
            assertEquals(400, refused.statusCode());
            assertTrue(refused.body().contains("/alerts/0"), refused.body());

            program.send("{\"complete\": true, \"alerts\": [" + alert + "]}");
            Await.equal(SYNCED, "open", List.of("disk-a"), this::open);
            program.send("{\"open\": {\"id\": \"17\", \"description\": \"power\"}, \"ttl\": \"3s\"}");
            Await.that(SYNCED, "17 was opened", () -> argus.count(name) == 3);
            Await.equal(SYNCED, "17 is over", List.of("disk-a"), this::open);
            program.send("{\"close\": {\"key\": \"disk-a\", \"reason\": \"cleaned up\"}}");
            Await.equal(SYNCED, "open", List.of(), this::open);
            program.send("{\"notice\": {\"id\": \"n1\", \"description\": \"a was restarted\"}}");
            Await.that(SYNCED, "the notice", () -> argus.count(name) == 4);
            assertEquals(List.of(), open());
        }
    }
}
