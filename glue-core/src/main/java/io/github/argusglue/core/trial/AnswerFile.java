package io.github.argusglue.core.trial;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.http.HttpObserver;
import io.github.argusglue.spi.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A file with the answers of a source, one JSON object in each line: material for tests of an adapter. The credentials
 * of the source are masked.
 */
public final class AnswerFile implements HttpObserver {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;
    private final InstantSource clock;

    private AnswerFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Creates the file.
     *
     * @throws IOException if that fails, or if there is such a file
     */
    public static AnswerFile create(Path file, InstantSource clock) throws IOException {
        Files.createFile(file);
        return new AnswerFile(file, clock);
    }

    @Override
    public void ended(HttpRequest request, int status, Duration took) {}

    @Override
    public boolean wantsBodies() {
        return true;
    }

    @Override
    public synchronized void received(String request, int status, String body) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("time", clock.instant().toString());
        line.put("request", request);
        line.put("status", status);
        line.set("body", json(body));
        try {
            Files.writeString(file, MAPPER.writeValueAsString(line) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + file + "'", e);
        }
    }

    /** Returns the body as JSON, which is easier to read, or as text if it is something else. */
    private static JsonNode json(String body) {
        try {
            JsonNode parsed = MAPPER.readTree(body);
            return parsed.isMissingNode() ? MAPPER.getNodeFactory().textNode(body) : parsed;
        } catch (JacksonException e) {
            return MAPPER.getNodeFactory().textNode(body);
        }
    }
}
