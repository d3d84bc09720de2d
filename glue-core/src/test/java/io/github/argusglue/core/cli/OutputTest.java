package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.spi.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code plan} and {@code rules} print about a snapshot that lacks something. */
final class OutputTest {
    private static final Snapshot COMPLETE = Snapshot.complete(List.of());

    @Test
    void namesWhatTheSnapshotLacks() throws IOException {
        assertOutput("", "{\"partial\":null,\"unknown_scopes\":[]}", COMPLETE);
        assertOutput(
                "  the snapshot is partial: page 2\n",
                "{\"partial\":\"page 2\",\"unknown_scopes\":[]}",
                Snapshot.partial(List.of(), "page 2"));
        assertOutput(
                "  scope 'oslo' is unknown: no answer\n  scope 'bergen' is unknown: 503\n",
                "{\"partial\":null,\"unknown_scopes\":[{\"scope\":\"oslo\",\"reason\":\"no answer\"},"
                        + "{\"scope\":\"bergen\",\"reason\":\"503\"}]}",
                COMPLETE.except("oslo", "no answer").except("bergen", "503").except("oslo", "again"));
    }

    @Test
    void aCellOfATableIsOneLine() {
        StringWriter lines = new StringWriter();
        Output.table(List.of(List.of("a", "b"), List.of("x\nforged", "\u001b[2J")), new PrintWriter(lines));
        assertEquals("a           b\nx | forged  \\u001b[2J\n", lines.toString().replace(System.lineSeparator(), "\n"));
    }

    private static void assertOutput(String text, String json, Snapshot snapshot) throws IOException {
        Completeness completeness = Completeness.of(snapshot);
        StringWriter lines = new StringWriter();
        Output.completeness(completeness, new PrintWriter(lines));
        assertEquals(text, lines.toString().replace(System.lineSeparator(), "\n"));
        StringWriter fields = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(fields)) {
            generator.writeStartObject();
            Output.completeness(generator, completeness);
            generator.writeEndObject();
        }
        assertEquals(json, fields.toString());
    }
}
