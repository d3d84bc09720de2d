package io.github.argusglue.plugin.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.RecordCoverage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EtcdConfigTest {
    private static final String HTTPS = "https://etcd1.example.org:2379";
    private static final Optional<Path> FILE = Optional.of(Path.of("/etc/argus-glue/etcd.pem"));
    private static final Optional<Secret> PASSWORD = Optional.of(Secret.of("hush"));

    private static EtcdConfig config(
            List<String> endpoints,
            Optional<String> user,
            Optional<Secret> password,
            Optional<Path> caFile,
            Optional<Path> clientCertificate,
            String prefix) {
        return new EtcdConfig(
                endpoints.stream().map(URI::create).toList(), user, password, caFile, clientCertificate, prefix);
    }

    private static EtcdConfig endpoints(String... endpoints) {
        return config(
                List.of(endpoints), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "/a/");
    }

    private static void assertFault(String expected, Executable making) {
        String message = assertThrows(IllegalArgumentException.class, making).getMessage();
        assertTrue(String.valueOf(message).contains(expected), message);
    }

    @Test
    void everyKeyIsThereAndDocumented() throws IOException {
        Set<String> keys = Set.of("endpoints", "user", "password", "ca_file", "client_certificate", "prefix");
        RecordCoverage.assertAllKeys(EtcdConfig.class, keys);
        String document = Files.readString(Path.of("..", "..", "docs", "operate", "cluster-etcd.md"));
        for (String key : keys) {
            assertTrue(document.contains("| `" + key + "` |"), "docs/operate/cluster-etcd.md has no row for " + key);
        }
    }

    @Test
    void everythingTogetherIsAccepted() {
        EtcdConfig config = config(
                List.of(HTTPS, "https://[2001:db8::1]:2379", "HTTPS://etcd3/"),
                Optional.of("glue"),
                PASSWORD,
                FILE,
                FILE,
                "/noc/argus-glue/");
        assertTrue(config.isEncrypted());
        assertFalse(config.toString().contains("hush"), config.toString());
        assertEquals("https://etcd1.example.org:2379, https://[2001:db8::1]:2379, HTTPS://etcd3/", config.addresses());
        assertFalse(endpoints("http://127.0.0.1:2379").isEncrypted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd1:2379", "ftp://etcd1", "https:///x", "https://etcd1/v3", "//etcd1", "etcd1"})
    void endpointsAreAddressesOfServers(String endpoint) {
        assertFault(
                "'endpoints' must be like https://etcd1.example.org:2379, and not '" + endpoint + "'",
                () -> endpoints(endpoint));
    }

    @Test
    void passwordInAnAddressIsRefusedAndNotShown() {
        IllegalArgumentException fault =
                assertThrows(IllegalArgumentException.class, () -> endpoints("https://glue:hush@etcd1"));
        assertFalse(String.valueOf(fault.getMessage()).contains("hush"), fault.getMessage());
    }

    @Test
    void endpointsAreNeededAndAlike() {
        assertFault("'endpoints' must name at least one member", EtcdConfigTest::endpoints);
        assertFault("'endpoints' must be all http or all https", () -> endpoints(HTTPS, "http://etcd2:2379"));
    }

    @Test
    void userAndPasswordBelongTogether() {
        assertFault(
                "'user' and 'password' must be given together",
                () -> config(
                        List.of(HTTPS),
                        Optional.of("glue"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "/a/"));
        assertFault(
                "'user' and 'password' must be given together",
                () -> config(List.of(HTTPS), Optional.empty(), PASSWORD, Optional.empty(), Optional.empty(), "/a/"));
    }

    @Test
    void certificatesNeedHttps() {
        List<String> http = List.of("http://etcd1:2379");
        assertFault(
                "'ca_file' needs 'endpoints' that begin with https://",
                () -> config(http, Optional.empty(), Optional.empty(), FILE, Optional.empty(), "/a/"));
        assertFault(
                "'client_certificate' needs 'endpoints' that begin with https://",
                () -> config(http, Optional.empty(), Optional.empty(), Optional.empty(), FILE, "/a/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "argus-glue/", "/argus-glue", "/a//b/", "/a b/"})
    void prefixIsAFolder(String prefix) {
        assertFault(
                "'prefix' must begin and end with '/'",
                () -> config(
                        List.of(HTTPS),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        prefix));
    }

    @Test
    @SuppressWarnings("rawtypes") // ServiceLoader does not support generic types.
    void factoryIsRegistered() {
        List<ClusterEngineFactory> found = Stream.of(ServiceLoader.load(ClusterEngineFactory.class))
                .flatMap(loader -> loader.stream().map(ServiceLoader.Provider::get))
                .toList();
        assertEquals(1, found.size());
        assertEquals("etcd", found.get(0).type());
        assertEquals(EtcdConfig.class, found.get(0).configType());
    }
}
