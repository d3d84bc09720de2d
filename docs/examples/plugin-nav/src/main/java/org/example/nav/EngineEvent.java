package org.example.nav;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What NAV's event engine exports about one alert.
 *
 * @param alert the alert's number in NAV's history, the same at its start and end
 * @param state {@code s} for a start, {@code e} for an end, {@code x} for a stateless alert
 * @param message NAV's short text; empty if it has none
 * @param onMaintenance whether its subject was on maintenance at this time
 */
record EngineEvent(long alert, String state, Instant at, String message, boolean onMaintenance) {
    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isEnd() {
        return state.equals("e");
    }

    boolean isStateless() {
        return state.equals("x");
    }

    /**
     * Reads the objects of a body, one after the other. Those without a number in the history stand for no alert.
     *
     * @throws IllegalArgumentException if the body is not such a stream
     */
    static List<EngineEvent> read(byte[] body, NavTime times) {
        List<EngineEvent> events = new ArrayList<>();
        int count = 0;
        try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(body)) {
            while (objects.hasNextValue()) {
                JsonNode object = objects.nextValue();
                if (!object.required("history").isNull()) {
                    events.add(new EngineEvent(
                            object.required("history").longValue(),
                            object.required("state").asText(),
                            times.read(object.required("time")),
                            object.path("message").asText(""),
                            object.path("on_maintenance").asBoolean()));
                }
                count++;
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("object " + (count + 1) + " is not an event of NAV: " + e.getMessage(), e);
        }
        if (count == 0) {
            throw new IllegalArgumentException("the body has no event of NAV");
        }
        return events;
    }
}
