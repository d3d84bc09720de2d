package io.github.argusglue.plugin.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KubernetesConfigTest {

    private static KubernetesConfig config(String namespace, String prefix, String url) {
        return new KubernetesConfig(
                Optional.of(namespace), prefix, URI.create(url), Path.of("/token"), Path.of("/ca.crt"));
    }

    private static String refused(String namespace, String prefix, String url) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> config(namespace, prefix, url))
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Argus", "argus.glue", "-a", "a-", "a_b"})
    void namesHaveToBeThoseOfKubernetes(String name) {
        assertTrue(refused("monitoring", name, "https://k").contains("'prefix'"));
        assertTrue(refused(name, "argus-glue", "https://k").contains("'namespace'"));
    }

    @Test
    void namesHaveALimit() {
        config("n".repeat(63), "p".repeat(40), "https://k");
        assertTrue(refused("n".repeat(64), "p", "https://k").contains("63"));
        assertTrue(refused("n", "p".repeat(41), "https://k").contains("40"));
    }

    @Test
    void theAddressHasToBeHttp() {
        assertTrue(refused("n", "p", "ftp://k").contains("'api_server'"));
    }

    @Test
    void theEngineIsFound() {
        ClusterEngineFactory<?> factory =
                ServiceLoader.load(ClusterEngineFactory.class).findFirst().orElseThrow();
        assertEquals("kubernetes", factory.type());
        assertEquals(KubernetesConfig.class, factory.configType());
    }

    @Test
    void storedValuesAreReadAsTheyWereWritten() {
        StoredValues values =
                StoredValues.parse("").with("seen", 1).with("a-b", 2).with("seen", 3);
        assertEquals("3 a-b=2 seen=3", values.toString());
        assertEquals(values, StoredValues.parse(values.toString()));
        assertEquals(new StoredValues(3, Map.of("a-b", 2L)), values.without("seen"));
        assertEquals("3", StoredValues.parse("3").toString());
    }
}
