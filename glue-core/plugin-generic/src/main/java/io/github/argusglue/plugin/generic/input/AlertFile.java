package io.github.argusglue.plugin.generic.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.plugin.generic.mapping.MappingResult;
import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.LeftOut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a folder: the alerts that it had when it could last be used.
 *
 * @param content as it was read last; null if it never was
 * @param alerts the alerts, in the documented format, each with the name of the file as its scope
 * @param leftOut what of the file was made no alert when it could last be used
 * @param fault why it cannot be used now; null if it can
 */
record AlertFile(
        @Nullable ReadFile content,
        List<Timed> alerts,
        LeftOut leftOut,
        @Nullable String fault) {
    static final AlertFile NEW = new AlertFile(null, List.of(), LeftOut.nothing(), null);

    /** An alert, its time to live, and when it was written. */
    record Timed(JsonNode json, @Nullable Duration ttl, Instant written) {}

    /** Returns the file as it is now. */
    AlertFile read(Path path, Mapping mapping, ReadLimit limit, Instant now) throws IOException {
        ReadFile read = ReadFile.read(path, content, limit, now);
        if (read.equals(content)) {
            return this;
        }
        RefusedException invalid = read.fault();
        if (invalid != null) {
            return new AlertFile(read, alerts, leftOut, invalid.getMessage());
        }
        try {
            List<Timed> found = new ArrayList<>();
            LeftOut.Builder left = LeftOut.builder();
            for (Document document : read.documents()) {
                MappingResult mapped = mapping.apply(document);
                left.addAll(mapped.leftOut());
                for (JsonNode message : mapped.messages()) {
                    add(message, document, path.getFileName().toString(), found);
                }
            }
            return new AlertFile(read, found, left.build(), null);
        } catch (RefusedException e) {
            return new AlertFile(read, alerts, leftOut, "'" + path + "': " + e.getMessage());
        }
    }

    private static void add(JsonNode json, Document document, String scope, List<Timed> found) throws RefusedException {
        if (json.isArray()) {
            for (JsonNode each : json) {
                add(each, document, scope, found);
            }
        } else {
            boolean isAlert = json.has("key") || json.has("id");
            JsonNode message = isAlert ? JsonNodeFactory.instance.objectNode().set("open", json) : json;
            for (Message read : MessageReader.read(message, document.received())) {
                add(read, json, document, scope, found);
            }
        }
    }

    private static void add(Message message, JsonNode json, Document document, String scope, List<Timed> found)
            throws RefusedException {
        if (message instanceof Message.Open open) {
            JsonNode alert = json.has("open") ? json.get("open") : json;
            found.add(new Timed(scoped(alert, scope), open.alert().ttl(), document.received()));
        } else if (message instanceof Message.Picture) {
            for (JsonNode alert : json.get("alerts")) {
                add(alert, document, scope, found);
            }
        } else {
            throw RefusedException.invalidAt("", "a file in a folder has alerts: remove the file when they are over");
        }
    }

    private static JsonNode scoped(JsonNode alert, String scope) {
        ObjectNode copy = alert.deepCopy();
        return copy.put("scope", scope);
    }

    AlertFile unreadable(String why) {
        return new AlertFile(null, alerts, leftOut, why);
    }

    long size() {
        return content == null ? 0 : content.size();
    }

    /** Adds the alerts that count at a time. */
    void addTo(ArrayNode picture, @Nullable Duration otherwise, Instant now) {
        for (Timed alert : alerts) {
            Duration ttl = alert.ttl == null ? otherwise : alert.ttl;
            if (ttl == null || !alert.written.plus(ttl).isBefore(now)) {
                picture.add(alert.json);
            }
        }
    }
}
