package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.config.NotSecret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

class NotSecretTest {

    /** Keys that look like secrets, half of which are none. */
    record LookAlikes(
            String apiKey,
            Map<String, String> headers,
            @NotSecret String key,
            @NotSecret Optional<String> token,
            @NotSecret List<String> passwords,
            @NotSecret Map<String, String> tags) {}

    @Test
    void onlyWhatTheRecordNamesIsShown() {
        Node table = Node.root(Toml.parse("""
                api_key = "a"
                headers = { X-Api-Key = "b" }
                key = "c"
                token = "d \\" e"
                passwords = ["f"]
                tags = { secret = "g" }
                """));
        List<RecordType.Line> lines = new ArrayList<>();
        Record made =
                RecordType.of(LookAlikes.class).bindKeys(table, new Binding("", Path.of("/"), name -> null), lines);
        assertEquals(
                new LookAlikes(
                        "a", Map.of("X-Api-Key", "b"), "c", Optional.of("d \" e"), List.of("f"), Map.of("secret", "g")),
                made);
        assertEquals(
                List.of(
                        "api_key = \"****\"",
                        "headers = { X-Api-Key = \"****\" }",
                        "key = \"c\"",
                        "token = \"d \\\" e\"",
                        "passwords = [\"f\"]",
                        "tags = { secret = \"g\" }"),
                lines.stream().map(line -> line.key() + " = " + line.text()).toList());
    }
}
