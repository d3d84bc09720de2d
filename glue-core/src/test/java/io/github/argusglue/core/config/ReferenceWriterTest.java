package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ConfigFixture.RichConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReferenceWriterTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    /** Rewritten by {@code mvn test -pl glue-core -am -Dtest.jvm.args=-Dargusglue.update-docs=true}. */
    @Test
    void theDocumentMatchesTheRecords() throws IOException {
        String document = Files.readString(DOCUMENT);
        String generated = ReferenceWriter.core(document);
        if (Boolean.getBoolean("argusglue.update-docs")) {
            Files.writeString(DOCUMENT, generated);
        } else {
            assertEquals(generated, document, "docs/configuration.md is out of date; see the comment of this test");
        }
    }

    @Test
    void everyKeyOfTheCoreIsDocumented() {
        for (RecordType record : new RecordType[] {
            RecordType.of(RootConfig.class), ArgusSection.SERVER, HttpSection.KEYS, LogSection.KEYS, SourceSection.CORE
        }) {
            record.allKeys()
                    .forEach(
                            key -> assertTrue(!key.doc().isBlank() && !key.doc().endsWith("."), key.name()));
        }
    }

    @Test
    void rows() {
        String section = ReferenceWriter.adapter("rich", RichConfig.class);
        assertTrue(section.startsWith("### `type = \"rich\"`\n\n| Key | Value | Default | Meaning |\n|---|"), section);
        assertTrue(section.contains("| `url` | URL | **required** | Address of the server"), section);
        assertTrue(section.contains("| `timeout` | duration, between 100ms and 10m | `\"10s\"` | Maximum"), section);
        assertTrue(section.contains("| `words` | array of string | `[\"a\", \"b\"]` |  |"), section);
        assertTrue(section.contains("| `mode` | `\"cold\"`, `\"warm\"`, `\"very_warm\"` | `\"warm\"` |  |"), section);
        assertTrue(section.contains("| `parts[].name` | string | **required** |  |"), section);
        assertTrue(section.contains("| `part.size` | integer | `1` |  |"), section);
        assertTrue(section.contains("| `extra.name` | string | **required** |  |"), section);
    }

    @Test
    void sectionsAreReplacedAndNothingElse() {
        String before = "a\n<!-- generated: x -->\nold\n<!-- end: x -->\nb\n";
        String after = "a\n<!-- generated: x -->\nnew\n<!-- end: x -->\nb\n";
        assertEquals(after, ReferenceWriter.replaceSection(before, "x", "new\n"));
        assertThrows(IllegalArgumentException.class, () -> ReferenceWriter.replaceSection(before, "y", "new"));
    }
}
