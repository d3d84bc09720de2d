package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.spi.testing.RecordCoverage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code [failover.NAME]}, and sources that name one. */
final class FailoverConfigTest {
    private final ConfigFixture fixture;

    FailoverConfigTest(@TempDir Path folder) {
        fixture = new ConfigFixture(folder);
    }

    private FailoverConfig load(String keys) throws ConfigException {
        GlueConfig config = fixture.load(ConfigFixture.GOOD_START + "failover = \"zino\"\n[failover.zino]\n" + keys);
        assertEquals(Optional.of("zino"), config.sources().get(0).failover());
        FailoverConfig group = config.failover().get("zino");
        return group == null ? config.failover().values().iterator().next() : group;
    }

    private List<String> faults(String keys) {
        return fixture.faults(ConfigFixture.GOOD_START + "[failover.zino]\n" + keys);
    }

    @Test
    void onlyTheAddressIsRequired() throws ConfigException {
        FailoverConfig group = load("address = \"zino1.example.org:8000\"\n");
        assertEquals("zino", group.name());
        assertEquals(FailoverProbe.SNMP, group.probe());
        assertEquals(new HostPort("zino1.example.org", 8000), group.hostPort());
        assertEquals(Duration.ofSeconds(5), group.interval());
        assertEquals(Duration.ofSeconds(5), group.timeout());
        assertEquals(10, group.threshold());
        assertEquals(10, group.recoveries());
        assertFalse(group.unknownIsDown());
        assertEquals(Duration.ofMinutes(5), group.rehearsal());
        assertEquals(Optional.empty(), group.version());
        assertEquals(Optional.empty(), group.community());
    }

    @Test
    void everyKeyIsRead() throws ConfigException, IOException {
        FailoverConfig snmp = load("""
                probe = "snmp"
                address = "[2001:db8::1]:161"
                interval = "1s"
                timeout = "500ms"
                threshold = 3
                recovery_threshold = 2
                unknown_is_down = true
                rehearsal = "10s"
                version = "v3"
                oid = "1.3.6.1.2.1.1.3.0"
                user = "glue"
                auth = "sha256"
                auth_password = "12345678"
                priv = "aes256_3des"
                priv_password = "abcdefgh"
                """);
        assertEquals(new HostPort("2001:db8::1", 161), snmp.hostPort());
        assertEquals("[2001:db8::1]:161", snmp.hostPort().toString());
        assertEquals(Duration.ofSeconds(1), snmp.interval());
        assertEquals(Duration.ofMillis(500), snmp.timeout());
        assertEquals(3, snmp.threshold());
        assertEquals(Optional.of(2), snmp.recoveryThreshold());
        assertEquals(2, snmp.recoveries());
        assertEquals(true, snmp.unknownIsDown());
        assertEquals(Duration.ofSeconds(10), snmp.rehearsal());
        assertEquals(Optional.of(SnmpVersion.V3), snmp.version());
        assertEquals(Optional.of("1.3.6.1.2.1.1.3.0"), snmp.oid());
        assertEquals(Optional.of("glue"), snmp.user());
        assertEquals(Optional.of(SnmpAuth.SHA256), snmp.auth());
        assertEquals("12345678", snmp.authPassword().orElseThrow().reveal());
        assertEquals(Optional.of(SnmpPriv.AES256_3DES), snmp.priv());
        assertEquals("abcdefgh", snmp.privPassword().orElseThrow().reveal());
        assertFalse(snmp.toString().contains("12345678"), snmp::toString);

        assertEquals(
                "c",
                load("address = \"a:1\"\nversion = \"v1\"\ncommunity = \"c\"\n")
                        .community()
                        .orElseThrow()
                        .reveal());

        fixture.writeCertificate("ca.pem");
        FailoverConfig http = load("""
                probe = "http"
                address = "https://glue1.example.org/readyz"
                status = 204
                body_contains = "ready"
                ca_file = "ca.pem"
                """);
        assertEquals(FailoverProbe.HTTP, http.probe());
        assertEquals(Optional.of(204), http.status());
        assertEquals(Optional.of("ready"), http.bodyContains());
        assertEquals(Optional.of(fixture.folder.resolve("ca.pem")), http.caFile());
    }

    @Test
    void addressOfAnHttpProbeIsExplained() {
        assertEquals(
                List.of(
                        "c.toml:8:1: failover.zino.address: 'address' contains credentials: remove them; check a page that"
                                + " needs no login"),
                faults("probe = \"http\"\naddress = \"https://u:p@glue1/readyz\"\n"));
        assertEquals(
                List.of("c.toml:6:1: failover.zino: not a valid URL: 'glue 1/readyz': it must begin with http:// or"
                        + " https://"),
                faults("probe = \"http\"\naddress = \"glue 1/readyz\"\n"));
    }

    @Test
    void allKeysAreCovered() {
        RecordCoverage.assertAllKeys(
                FailoverConfig.class,
                Set.of(
                        "name",
                        "probe",
                        "address",
                        "interval",
                        "timeout",
                        "threshold",
                        "recovery_threshold",
                        "unknown_is_down",
                        "rehearsal",
                        "version",
                        "community",
                        "oid",
                        "user",
                        "auth",
                        "auth_password",
                        "priv",
                        "priv_password",
                        "status",
                        "body_contains",
                        "ca_file"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "address = \"zino1\"                                  | 'address' must be like",
                "address = \"2001:db8::1:8000\"                       | 'address' must be like",
                "address = \"zino1:0\"                                | 'address' must be like",
                "address = \"zino1:70000\"                            | 'address' must be like",
                "probe = \"http\"; address = \"zino1:80\"             | 'address' must be like https://",
                "probe = \"ping\"; address = \"zino1:80\"             | 'ping' is not allowed",
                "address = \"a:1\"; threshold = 0                     | must be between 1 and",
                "address = \"a:1\"; recovery_threshold = 0            | must be between 1 and",
                "address = \"a:1\"; timeout = \"-1s\"                 | is not a duration",
                "address = \"a:1\"; treshold = 3                      | did you mean 'threshold'?",
                "probe = \"tcp\"; address = \"a:1\"; oid = \"1.3\" | 'oid' can only be used with probe ="
                        + " \"snmp\", but probe is \"tcp\"",
                "probe = \"tcp\"; address = \"a:1\"; status = 200 | 'status' can only be used with"
                        + " probe = \"http\"",
                "address = \"a:1\"; version = \"v3\"                  | 'user' is missing",
                "address = \"a:1\"; user = \"x\" | 'user' can only be used with version = \"v3\"",
                "address = \"a:1\"; version = \"v3\"; user = \"x\"; auth = \"sha\" | 'auth' and"
                        + " 'auth_password' must be set",
                "address = \"a:1\"; version = \"v3\"; user = \"x\"; auth = \"sha\"; auth_password ="
                        + " \"short\" | too short",
                "address = \"a:1\"; version = \"v3\"; user = \"x\"; priv = \"aes128\"; priv_password ="
                        + " \"12345678\" | requires 'auth'",
                "address = \"a:1\"; version = \"v3\"; user = \"x\"; community = \"c\" | remove it",
                "address = \"a:1\"; oid = \"zinoUpTime\"              | 'oid' must be numbers",
            })
    void invalidValuesAreReported(String keys, String fault) {
        List<String> faults = faults(keys.replace("; ", "\n") + "\n");
        assertEquals(1, faults.size(), faults::toString);
        String one = faults.get(0);
        assertEquals(true, one.contains(fault) && one.matches("(?s)c.toml:[1-9].*failover\\.zino.*"), one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zimo", "zino2"})
    void anUnknownGroupIsReported(String name) {
        List<String> faults = fixture.faults(
                ConfigFixture.GOOD_START + "failover = \"" + name + "\"\n" + "[failover.zino]\naddress = \"a:1\"\n");
        assertEquals(
                List.of("c.toml:6:1: sources.oslo.failover: there is no failover group '" + name
                        + "'; existing groups: zino; did you mean 'zino'?"),
                faults);
    }

    @Test
    void withoutGroupsTheRemedyIsReported() {
        assertEquals(
                List.of("c.toml:6:1: sources.oslo.failover: there is no failover group 'zino'; add a table"
                        + " [failover.zino]"),
                fixture.faults(ConfigFixture.GOOD_START + "failover = \"zino\"\n"));
    }

    @Test
    void aGroupWithFaultsCausesNoFaultOfItsSources() {
        List<String> faults =
                fixture.faults(ConfigFixture.GOOD_START + "failover = \"zino\"\n[failover.zino]\naddress = \"a\"\n");
        assertEquals(1, faults.size(), faults::toString);
    }
}
