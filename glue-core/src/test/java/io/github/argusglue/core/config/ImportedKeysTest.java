package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ImportedKeysTest {
    @Test
    void eachSecretHasAFileOfItsOwn() {
        ImportedKeys keys = new ImportedKeys(
                ImportedConfig.builder()
                        .set("sources.a", "type", "zabbix", "")
                        .set("sources.a", "argus_token", Secret.of("1"), "")
                        .set("sources.a", "token", Secret.of("2"), "")
                        .set("sources.b", "type", "zino", "")
                        .set("sources.b", "argus_token", Secret.of("3"), "")
                        .build(),
                "");
        Map<String, String> written = new TreeMap<>(keys.secrets().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().reveal())));
        assertEquals("{a.argus-token=1, a.token=2, b.token=3}", written.toString());
    }
}
