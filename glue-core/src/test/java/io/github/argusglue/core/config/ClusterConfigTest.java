package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.testing.RecordCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code [cluster]}, with an engine 'store' that has a key of its own, and sources that use it. */
final class ClusterConfigTest {
    private static final String START = ConfigFixture.GOOD_START;

    private final ConfigFixture fixture;

    ClusterConfigTest(@TempDir Path folder) {
        fixture = new ConfigFixture(folder);
    }

    /** Keys of an engine. */
    record StoreConfig(String address, @Default("3") int tries) {}

    /** Types with the engine 'store'. */
    private record EngineTypes(AdapterTypes adapters) implements AdapterTypes {
        @Override
        public List<String> types() {
            return adapters.types();
        }

        @Override
        public Optional<Class<? extends Record>> configType(String type) {
            return adapters.configType(type);
        }

        @Override
        public List<String> engines() {
            return List.of("store");
        }

        @Override
        public Optional<Class<? extends Record>> engineConfig(String engine) {
            return engine.equals("store") ? Optional.of(StoreConfig.class) : Optional.empty();
        }
    }

    private GlueConfig load(String text) throws ConfigException {
        return fixture.loader().load(fixture.write(text), new EngineTypes(ConfigFixture.types()));
    }

    private List<String> faults(String text) {
        return assertThrows(ConfigException.class, () -> load(text)).faults().stream()
                .map(fault -> fault.toString().replace(fixture.folder + "/", ""))
                .toList();
    }

    @Test
    void onlyTheEngineIsRequired() throws ConfigException {
        ConfiguredCluster cluster = load(START + "[cluster]\nengine = \"store\"\naddress = \"x\"\n")
                .cluster()
                .orElseThrow();
        assertEquals("argus-glue", cluster.keys().id());
        assertEquals(Duration.ofSeconds(15), cluster.keys().ttl());
        assertEquals(OnEngineLoss.CONTINUE, cluster.keys().onEngineLoss());
        assertEquals(Optional.empty(), cluster.keys().name());
        assertTrue(
                cluster.keys().member().matches("[a-z][a-z0-9.-]*"),
                cluster.keys().member());
        assertEquals(new StoreConfig("x", 3), cluster.engine());
    }

    @Test
    void everyKeyIsRead() throws ConfigException {
        GlueConfig config = load(START + """
                pin = ["glue1", "glue2.example.org"]
                [cluster]
                engine = "store"
                id = "oslo"
                name = "glue1"
                ttl = "30s"
                on_engine_loss = "stop"
                address = "here"
                tries = 5
                """);
        ConfiguredCluster cluster = config.cluster().orElseThrow();
        assertEquals(
                new ClusterConfig("store", "oslo", Optional.of("glue1"), Duration.ofSeconds(30), OnEngineLoss.STOP),
                cluster.keys());
        assertEquals("glue1", cluster.keys().member());
        assertEquals(new StoreConfig("here", 5), cluster.engine());
        assertEquals(
                List.of("glue1", "glue2.example.org"), config.sources().get(0).pin());
        RecordCoverage.assertAllKeys(ClusterConfig.class, Set.of("engine", "id", "name", "ttl", "on_engine_loss"));
    }

    @Test
    void theEffectiveKeysAreShown() throws ConfigException {
        List<String> shown = load(START + "[cluster]\nengine = \"store\"\nname = \"glue1\"\naddress = \"x\"\n")
                .effective();
        List<String> wanted = List.of(
                "cluster.address = \"x\"",
                "cluster.engine = \"store\"",
                "cluster.id = \"argus-glue\"  # default",
                "cluster.name = \"glue1\"",
                "cluster.on_engine_loss = \"continue\"  # default",
                "cluster.tries = 3  # default",
                "cluster.ttl = \"15s\"  # default");
        assertEquals(
                wanted,
                shown.stream().filter(line -> line.startsWith("cluster.")).toList());
    }

    @Test
    void faultsAreNamedAtTheirPlace() {
        assertEquals(
                List.of("c.toml:7:1: cluster.engine: no plugin has the engine 'stroe'; installed engines: store; did"
                        + " you mean 'store'?"),
                faults(START + "[cluster]\nengine = \"stroe\"\n"));
        assertEquals(
                List.of("c.toml:8:1: cluster.adress: unknown key; did you mean 'address'?"),
                faults(START + "[cluster]\nengine = \"store\"\nadress = \"x\"\naddress = \"x\"\n"));
    }

    @Test
    void withoutAnyEngineThePluginIsNamed() {
        List<String> faults = fixture.faults(START + "[cluster]\nengine = \"etcd\"\n");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
                faults.get(0)
                        .contains("no plugin has the engine 'etcd'; no engine is installed: unpack"
                                + " argus-glue-cluster-etcd into the plugins folder"),
                faults::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Glue1", "1glue", "glue_1", "glue.", "-", ""})
    void aBadNameIsRefused(String name) {
        List<String> faults =
                faults(START + "[cluster]\nengine = \"store\"\naddress = \"x\"\nname = \"" + name + "\"\n");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
                faults.get(0)
                        .contains("'name' is '" + name + "'; it must begin with a small letter and contain only small"
                                + " letters, digits, '-' and '.', at most 63"),
                faults::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4s", "6m"})
    void ttlIsBounded(String ttl) {
        assertEquals(
                1,
                faults(START + "[cluster]\nengine = \"store\"\naddress = \"x\"\nttl = \"" + ttl + "\"\n")
                        .size());
    }

    @Test
    void pinNeedsACluster() {
        assertEquals(
                List.of("c.toml:6:1: sources.oslo.pin: can only be used with a table [cluster]; remove it"),
                faults(START + "pin = [\"glue1\"]\n"));
    }

    @Test
    void renewalIsNotPossible() throws IOException {
        Files.writeString(fixture.folder.resolve("t"), "t1");
        Files.setPosixFilePermissions(fixture.folder.resolve("t"), PosixFilePermissions.fromString("rw-------"));
        String text = START.replace("argus_token = \"t1\"", "argus_token = { file = \"t\" }")
                + "renew = true\n[cluster]\nengine = \"store\"\naddress = \"x\"\n";
        List<String> faults = faults(text);
        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.contains("sources.oslo.renew: cannot be used with [cluster]: the new"
                                + " token would be in a file of one process only")),
                faults::toString);
    }
}
