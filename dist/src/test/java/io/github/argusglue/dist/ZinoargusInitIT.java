package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code init --from-zinoargus} on files that zino-argus-glue 0.5.1 accepts and rejects. */
@Execution(ExecutionMode.CONCURRENT)
final class ZinoargusInitIT {
    private static final String FULL = """
            [argus]
            url = "https://argus.example.org/api/v2"
            token = "t0ken"
            timeout = 4

            [zino]
            server = "zino.example.org"
            port = 8001
            user = "glue"
            secret = "hush \\"quoted\\""
            default_domain = "example.org"

            [sync.acknowledge]
            setstate = "working"

            [sync.ticket]
            enable = true

            [sync.severity]
            default = 4

            [[sync.severity.thresholds]]
            min_priority = 500
            level = 1

            [[sync.severity.thresholds]]
            min_priority = 300
            level = 2

            [metadata]
            ports_url = "https://metadata.example.org/ports"
            """;

    private static final String FAILOVER = """

            [failover]
            primary_server = "zino1.example.org"
            primary_snmp_port = 8161
            snmp_community = "hidden"
            ping_timeout = 3
            threshold = 7
            """;

    private final Path dir;
    private final Program program;
    private final Path old;
    private final Path made;

    ZinoargusInitIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
        this.old = dir.resolve("zinoargus.toml");
        this.made = dir.resolve("argus-glue.toml");
    }

    @BeforeEach
    void file() throws Exception {
        Files.writeString(old, FULL);
    }

    @Test
    void thePrintedConfigurationIsValidAndEquivalent() throws Exception {
        List<String> inForce = convertedAndChecked();
        for (String line : List.of(
                "argus.url = \"https://argus.example.org\"",
                "argus.timeout = \"4s\"",
                "sources.zino.argus_token = { file = \"" + dir + "/zino.token\" }",
                "sources.zino.server = \"zino.example.org\"",
                "sources.zino.port = 8001",
                "sources.zino.user = \"glue\"",
                "sources.zino.secret = { file = \"" + dir + "/zino.secret\" }",
                "sources.zino.default_domain = \"example.org\"",
                "sources.zino.acknowledge = \"working\"",
                "sources.zino.tickets = true",
                "sources.zino.level_default = 4",
                "sources.zino.levels = [{ min_priority = 500, level = 1 }, { min_priority = 300, level = 2 }]",
                "sources.zino.bfd = false",
                "sources.zino.close_on = \"case\"",
                "sources.zino.port_description = \",\"")) {
            assertTrue(inForce.contains(line), () -> line + " is not in:\n" + String.join("\n", inForce));
        }
        assertEquals("t0ken\n", Files.readString(dir.resolve("zino.token")));
        assertEquals("hush \"quoted\"\n", Files.readString(dir.resolve("zino.secret")));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("zino.secret"))));
        assertFalse(Files.readString(made).matches("(?s).*(t0ken|hush).*"), "no secret in it");
    }

    @Test
    void failoverIsCarriedOver() throws Exception {
        Files.writeString(old, FULL + FAILOVER);
        List<String> inForce = convertedAndChecked();
        for (String line : List.of(
                "sources.zino.failover = \"zino\"",
                "failover.zino.probe = \"snmp\"",
                "failover.zino.address = \"zino1.example.org:8161\"",
                "failover.zino.community = { file = \"" + dir + "/failover-zino.community\" }",
                "failover.zino.interval = \"5s\"",
                "failover.zino.timeout = \"3s\"",
                "failover.zino.threshold = 7")) {
            assertTrue(inForce.contains(line), () -> line + " is not in:\n" + String.join("\n", inForce));
        }
    }

    @Test
    void theMinimalZinoArgusGlueConfigurationIsConverted() throws Exception {
        Files.writeString(old, """
                [argus]
                url = "https://argus.example.org:8000/api/v2/"
                token = "t0ken"
                [zino]
                server = "::1"
                user = "glue"
                secret = "hush"
                """);
        List<String> inForce = convertedAndChecked();
        assertTrue(inForce.contains("argus.timeout = \"10s\"  # default"), inForce::toString);
        assertTrue(inForce.contains("sources.zino.server = \"::1\""), inForce::toString);
        assertTrue(inForce.contains("sources.zino.acknowledge = \"none\"  # default"), inForce::toString);
    }

    /** Converts a file, and returns the effective configuration. */
    private List<String> convertedAndChecked() throws Exception {
        Program.Result converted = program.run("init", "--from-zinoargus", old.toString(), "-o", made.toString());
        assertEquals(0, converted.exitCode(), converted::stderr);
        Program.Result checked = program.run("-c", made.toString(), "-v", "check");
        assertEquals(0, checked.exitCode(), checked::stdout);
        assertFalse(checked.stdout().contains("warning"), checked::stdout);
        return checked.stdout().lines().toList();
    }

    @Test
    void everyKeyIsNamed() throws Exception {
        Files.writeString(old, FULL + FAILOVER);
        Program.Result printed = program.run("init", "--from-zinoargus", old.toString());
        assertEquals(0, printed.exitCode(), printed::stderr);
        for (String key : List.of(
                "argus.url",
                "argus.token",
                "argus.timeout",
                "zino.server",
                "zino.port",
                "zino.user",
                "zino.secret",
                "zino.default_domain",
                "sync.acknowledge.setstate",
                "sync.ticket.enable",
                "sync.severity.default",
                "sync.severity.thresholds",
                "metadata.ports_url",
                "failover.primary_server",
                "failover.primary_snmp_port",
                "failover.snmp_community",
                "failover.ping_timeout",
                "failover.threshold")) {
            assertTrue(printed.stdout().contains("\n#   " + key + "  "), () -> key + ": " + printed.stdout());
        }
        assertFalse(printed.stdout().matches("(?s).*(t0ken|hush|hidden).*"), "no secret is printed");
    }

    /**
     * Files that zino-argus-glue rejects are rejected, each fault with its place; and so are values that it accepts but
     * cannot work with.
     */
    @Test
    void everyFaultHasItsPlace() throws Exception {
        Files.writeString(old, """
                debug = true
                [argus]
                url = "argus.example.org"
                timeout = 0
                [zino]
                server = "zino.example.org"
                port = "8001"
                secret = 17
                [sync.acknowledge]
                setstate = "done"
                [sync.ticket]
                enable = "yes"
                [sync.severity]
                default = 6
                thresholds = [{ min_priority = -1, level = 0 }, { level = 1.5 }]
                [metadata]
                ports_url = "ftp://x"
                [failover]
                primary_snmp_port = 70000
                ping_timeout = 0
                threshold = 0
                tresholds = 1
                """);
        Program.Result refused = program.run("init", "--from-zinoargus", old.toString());
        assertEquals(2, refused.exitCode());
        assertEquals("", refused.stdout());
        assertEquals(
                List.of(
                        ":1:1: debug: unknown key",
                        ":2:1: argus.token: missing; expected string",
                        ":5:1: zino.user: missing; expected string",
                        ":7:1: zino.port: expected an integer, got a string",
                        ":8:1: zino.secret: expected a string, got an integer",
                        ":10:1: sync.acknowledge.setstate: 'done' is not allowed; use one of 'none', 'working',"
                                + " 'waiting'; did you mean 'none'?",
                        ":12:1: sync.ticket.enable: expected true or false, got a string",
                        ":14:1: sync.severity.default: must be between 1 and 5, got 6",
                        ":15:17: sync.severity.thresholds[0].min_priority: must be at least 0, got -1",
                        ":15:36: sync.severity.thresholds[0].level: must be between 1 and 5, got 0",
                        ":15:49: sync.severity.thresholds[1].min_priority: missing; expected integer, at least 0",
                        ":15:51: sync.severity.thresholds[1].level: expected an integer, got a floating-point number",
                        ":17:1: metadata.ports_url: 'ports_url' must be an http or https address",
                        ":18:1: failover.primary_server: missing; expected string",
                        ":19:1: failover.primary_snmp_port: must be between 1 and 65535, got 70000",
                        ":20:1: failover.ping_timeout: must be between 1 and 300, got 0",
                        ":21:1: failover.threshold: must be between 1 and 10000, got 0",
                        ":22:1: failover.tresholds: unknown key; did you mean 'threshold'?"),
                refused.stderr()
                        .lines()
                        .map(line -> line.replace(old.toString(), ""))
                        .toList());
    }

    @Test
    void faultsThatDependOnOtherKeys() throws Exception {
        Files.writeString(
                old,
                FULL.replace("https://argus.example.org/api/v2", "argus.example.org")
                        .replace("\"glue\"", "\"g l\"")
                        .replace("t0ken", "t0ken "));
        Program.Result refused = program.run("init", "--from-zinoargus", old.toString());
        assertEquals(2, refused.exitCode());
        assertEquals(
                List.of(
                        old + ":2:1: argus.url: 'url' must be like https://host:port/prefix, not 'argus.example.org'",
                        old + ":9:1: zino.user: 'user' must be one word, as in Zino's secrets file, not 'g l'"),
                refused.stderr().lines().toList());
    }
}
