package io.github.argusglue.plugin.generic.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.github.argusglue.plugin.generic.message.JsonValue.JsonFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages in the documented format: one, or a list of them. Strict: a field that it does not know is a fault, so
 * that a typing error does not go unnoticed. Each fault names its place as JSON Pointer and shows what is there.
 */
public final class MessageReader {
    private static final List<String> KINDS = List.of("alerts", "open", "close", "notice", "alive");

    private MessageReader() {}

    /**
     * Reads the messages of one document.
     *
     * @param json a message, or a list of messages
     * @param received when it arrived: the time of messages that have none, and the latest time of all others
     * @throws RefusedException if one of them is not valid
     */
    public static List<Message> read(JsonNode json, Instant received) throws RefusedException {
        JsonValue document = new JsonValue(json, "");
        List<Message> messages = new ArrayList<>();
        for (JsonValue value : json.isArray() ? document.elements() : List.of(document)) {
            messages.add(message(value, received));
        }
        return messages;
    }

    private static Message message(JsonValue value, Instant received) throws RefusedException {
        List<String> kinds =
                value.fields().keySet().stream().filter(KINDS::contains).toList();
        if (kinds.size() != 1) {
            throw value.refused(
                    "an object with one of 'alerts' (beside 'complete'), 'open', 'close', 'notice', 'alive'");
        }
        return switch (kinds.get(0)) {
            case "alerts" -> picture(value, received);
            case "open" -> open(value, received);
            case "close" -> close(value, received);
            case "notice" -> notice(value, received);
            default -> alive(value, received);
        };
    }

    private static Message picture(JsonValue value, Instant received) throws RefusedException {
        JsonFields fields = value.object(List.of("complete", "scope", "at", "alerts"));
        boolean complete = fields.require("complete").flag();
        Optional<JsonValue> scoped = fields.get("scope");
        String scope = scoped.isPresent() ? scoped.get().text() : null;
        Instant at = at(fields, received);
        List<OpenAlert> alerts = new ArrayList<>();
        for (JsonValue alert : fields.require("alerts").elements()) {
            alerts.add(AlertFormat.open(alert, scope, null, at, received));
        }
        ObjectNode json = sealed(value.node(), at);
        ArrayNode texts = json.putArray("alerts");
        alerts.forEach(alert -> texts.addRawValue(new RawValue(alert.json())));
        return new Message.Picture(complete, scope, List.copyOf(alerts), at, Documents.text(json));
    }

    /**
     * Returns a complete picture without alerts.
     *
     * @param scope its scope; null for the whole source
     */
    public static Message.Picture emptyPicture(@Nullable String scope, Instant at) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("complete", true);
        if (scope != null) {
            json.put("scope", scope);
        }
        json.putArray("alerts");
        return new Message.Picture(true, scope, List.of(), at, Documents.text(json.put("at", at.toString())));
    }

    private static Message open(JsonValue value, Instant received) throws RefusedException {
        JsonFields fields = value.object(List.of("open", "ttl", "at"));
        Instant at = at(fields, received);
        Optional<JsonValue> ttl = fields.get("ttl");
        Duration lifetime = ttl.isPresent() ? ttl.get().duration() : null;
        OpenAlert alert = AlertFormat.open(fields.require("open"), null, lifetime, at, received);
        return open(alert, at);
    }

    /** Returns the message that opens an alert. */
    public static Message.Open open(OpenAlert alert, Instant at) {
        return new Message.Open(alert, at, "{\"at\":\"" + at + "\",\"open\":" + alert.json() + "}");
    }

    private static Message close(JsonValue value, Instant received) throws RefusedException {
        JsonFields fields = value.object(List.of("close", "at"));
        Instant at = at(fields, received);
        JsonFields close = fields.require("close").object(List.of("key", "id", "start", "end", "reason"));
        Instant said = AlertFormat.time(close, "end");
        return close(
                AlertFormat.name(close),
                AlertFormat.time(close, "start"),
                earlier(said == null ? at : said, received),
                close.textOr("reason", ""),
                at);
    }

    /** Returns the message that closes an alert. */
    public static Message.Close close(AlertName name, @Nullable Instant start, Instant end, String reason, Instant at) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode close = json.putObject("close").put(name.numbered() ? "id" : "key", name.text());
        if (start != null) {
            close.put("start", start.toString());
        }
        close.put("end", end.toString()).put("reason", reason);
        return new Message.Close(name, start, end, reason, at, Documents.text(json.put("at", at.toString())));
    }

    private static Message notice(JsonValue value, Instant received) throws RefusedException {
        JsonFields fields = value.object(List.of("notice", "at"));
        Instant at = at(fields, received);
        return new Message.Happened(
                AlertFormat.notice(fields.require("notice"), at), at, Documents.text(sealed(value.node(), at)));
    }

    private static Message alive(JsonValue value, Instant received) throws RefusedException {
        JsonFields fields = value.object(List.of("alive", "at"));
        if (!fields.require("alive").flag()) {
            throw fields.require("alive").refused("true");
        }
        Instant at = at(fields, received);
        return new Message.Alive(at, Documents.text(sealed(value.node(), at)));
    }

    /** A time in the future would win over all messages until then, so no message is later than its arrival. */
    private static Instant at(JsonFields fields, Instant received) throws RefusedException {
        Instant at = AlertFormat.time(fields, "at");
        return at == null ? received : earlier(at, received);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static ObjectNode sealed(JsonNode message, Instant at) {
        return withoutNulls(message).put("at", at.toString());
    }

    /** Returns a copy of an object without its fields that are null, which mean the same as absent ones. */
    static ObjectNode withoutNulls(JsonNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isNull()) {
                copy.set(field.getKey(), field.getValue());
            }
        }
        return copy;
    }
}
