package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages about a few alerts within an hour, so that they contradict each other as often as possible. */
final class RandomMessages {
    static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
    static final Instant END = BEGIN.plus(Duration.ofHours(1));

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    List<Message> list(int number) throws RefusedException {
        List<Message> messages = new ArrayList<>();
        while (messages.size() < number) {
            messages.add(MessageReader.read(Documents.parse(text()), END).get(0));
        }
        return messages;
    }

    private String text() {
        int at = random.nextInt(60);
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> "{\"open\":" + alert(at) + ttl() + at(at) + "}";
            case 4, 5 ->
                "{\"close\":{" + name() + start(at) + ",\"reason\":\"r" + random.nextInt(2) + "\"" + end(at) + "}"
                        + at(at) + "}";
            case 6 -> picture(at);
            default -> "{\"alive\":true" + at(at) + "}";
        };
    }

    private String picture(int at) {
        List<String> alerts = new ArrayList<>();
        int number = random.nextInt(3);
        for (int i = 0; i < number; i++) {
            alerts.add(alert(at).replaceAll(",\"scope\":\"[ab]\"", ""));
        }
        return "{\"complete\":" + (random.nextInt(4) > 0) + scope() + ",\"alerts\":" + alerts + at(at) + "}";
    }

    private String alert(int at) {
        String name = name();
        String start = name.startsWith("\"id") && random.nextBoolean()
                ? ""
                : ",\"start\":\"" + time(random.nextInt(at + 1)) + "\"";
        return "{" + name + start + scope() + ",\"level\":" + (1 + random.nextInt(2)) + ",\"description\":\"d"
                + random.nextInt(2) + "\"}";
    }

    private String name() {
        return random.nextInt(3) == 0
                ? "\"id\":\"n" + random.nextInt(6) + "\""
                : "\"key\":\"k" + random.nextInt(4) + "\"";
    }

    private String scope() {
        return switch (random.nextInt(4)) {
            case 0 -> ",\"scope\":\"a\"";
            case 1 -> ",\"scope\":\"b\"";
            default -> "";
        };
    }

    private String start(int at) {
        return random.nextInt(3) == 0 ? ",\"start\":\"" + time(random.nextInt(at + 1)) + "\"" : "";
    }

    private String end(int at) {
        return random.nextBoolean() ? ",\"end\":\"" + time(random.nextInt(at + 1)) + "\"" : "";
    }

    private String ttl() {
        return random.nextInt(4) == 0 ? ",\"ttl\":\"" + (1 + random.nextInt(40)) + "m\"" : "";
    }

    private static String at(int minute) {
        return ",\"at\":\"" + time(minute) + "\"";
    }

    private static Instant time(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }
}
