package io.github.argusglue.plugin.generic.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Documents that are mostly valid messages: one of the format, with a few values replaced, removed or added. */
final class GeneratedJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ODD = List.of(
            "",
            " ",
            "x",
            "1h",
            "0s",
            "90m",
            "1w",
            "2026-11-21T10:00:00Z",
            "2026-11-21T10:00:00.123+01:00",
            "2026-11-21T10:00:00",
            "1969-12-31T23:00:00Z",
            "12026-11-21T10:00:00Z",
            "https://example.org/a?b=c",
            "/relative",
            "javascript:alert(1)",
            "a:b",
            "disk\u0000a");
    private static final List<String> NAMES = List.of(
            "key",
            "id",
            "start",
            "end",
            "level",
            "description",
            "tags",
            "details_url",
            "ticket_url",
            "metadata",
            "acknowledgement",
            "suppressed",
            "ttl",
            "incident_id",
            "at",
            "reason",
            "alerts",
            "open",
            "close",
            "complete",
            "alive",
            "unknown");

    private final Random random;

    GeneratedJson(long seed) {
        random = new Random(seed);
    }

    JsonNode document() {
        JsonNode document = message();
        if (random.nextInt(5) == 0) {
            document = JSON.arrayNode().add(document).add(message());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            disturb(document);
        }
        return document;
    }

    private JsonNode message() {
        ObjectNode message = JSON.objectNode();
        switch (random.nextInt(5)) {
            case 0 -> {
                ArrayNode alerts = message.put("complete", random.nextBoolean()).putArray("alerts");
                for (int i = random.nextInt(3); i > 0; i--) {
                    alerts.add(alert());
                }
                perhaps(message, "scope", JSON.textNode("a"));
            }
            case 1 -> {
                message.set("open", alert());
                perhaps(message, "ttl", JSON.textNode("1h"));
            }
            case 2 -> {
                ObjectNode close = message.putObject("close");
                close.put(random.nextBoolean() ? "key" : "id", "disk-a");
                perhaps(close, "start", time());
                perhaps(close, "end", time());
                perhaps(close, "reason", JSON.textNode(""));
            }
            case 3 -> {
                ObjectNode notice = message.putObject("notice").put("id", "n1").put("description", "restarted");
                perhaps(notice, "time", time());
                perhaps(notice, "level", JSON.numberNode(4));
                perhaps(notice, "details_url", JSON.textNode("https://example.org/"));
            }
            default -> message.put("alive", true);
        }
        perhaps(message, "at", time());
        return message;
    }

    private ObjectNode alert() {
        ObjectNode alert = JSON.objectNode().put("description", "full");
        if (random.nextBoolean()) {
            alert.put("key", "disk-a").set("start", time());
        } else {
            alert.put("id", "17");
            perhaps(alert, "start", time());
            perhaps(alert, "incident_id", JSON.textNode("17"));
        }
        perhaps(alert, "level", JSON.numberNode(1 + random.nextInt(6)));
        ObjectNode tags = JSON.objectNode().put("host", "a");
        tags.putArray("if").add("ge-0/0/0").add("ge-0/0/1");
        perhaps(alert, "tags", tags);
        perhaps(alert, "details_url", JSON.textNode("/a/b"));
        perhaps(alert, "metadata", JSON.objectNode().put("a", 1.5).set("b", JSON.nullNode()));
        perhaps(alert, "acknowledgement", JSON.objectNode().put("by", "kari").set("at", time()));
        perhaps(alert, "suppressed", JSON.objectNode().put("reason", "work").set("until", time()));
        if (random.nextInt(4) == 0) {
            alert.put("ttl", "5m");
        }
        return alert;
    }

    private void perhaps(ObjectNode object, String name, JsonNode value) {
        if (random.nextInt(3) == 0) {
            object.set(name, random.nextInt(8) == 0 ? JSON.nullNode() : value);
        }
    }

    private JsonNode time() {
        return JSON.textNode("2026-11-21T10:0" + random.nextInt(10) + ":00Z");
    }

    private void disturb(JsonNode document) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(document, objects);
        if (objects.isEmpty()) {
            return;
        }
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() || random.nextInt(4) == 0
                ? NAMES.get(random.nextInt(NAMES.size()))
                : names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
            object.remove(name);
        } else {
            object.set(name, odd());
        }
    }

    private JsonNode odd() {
        return switch (random.nextInt(12)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt(8) - 1);
            case 3 -> JSON.numberNode(2.5);
            case 4 -> JSON.arrayNode().add("a");
            case 5 -> JSON.objectNode();
            default -> JSON.textNode(ODD.get(random.nextInt(ODD.size())));
        };
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
            collect(each.next(), objects);
        }
    }
}
