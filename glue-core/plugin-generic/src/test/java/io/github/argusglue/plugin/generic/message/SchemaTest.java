package io.github.argusglue.plugin.generic.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The schema in the archive and the reader agree on what is valid. */
final class SchemaTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int DOCUMENTS = 20_000;

    @Test
    void schemaAndReaderAgreeOnGeneratedDocuments() throws IOException {
        JsonSchema schema = schema();
        int valid = 0;
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            JsonNode document = new GeneratedJson(seed).document();
            String fault = fault(document);
            Set<ValidationMessage> said = schema.validate(document);
            assertEquals(
                    fault.isEmpty(),
                    said.isEmpty(),
                    "seed " + seed + ": " + document + "\nreader: " + fault + "\nschema: " + said);
            valid += fault.isEmpty() ? 1 : 0;
        }
        assertTrue(valid > DOCUMENTS / 5 && valid < DOCUMENTS * 4 / 5, valid + " of " + DOCUMENTS + " are valid");
    }

    private static String fault(JsonNode document) {
        try {
            MessageReader.read(document, NOW);
            return "";
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in =
                MessageReader.class.getResourceAsStream("/io/github/argusglue/plugin/generic/generic.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            Objects.requireNonNull(in, "no schema"),
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
        }
    }
}
