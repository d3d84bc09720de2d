package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failover probe with Net-SNMP's agent, in all versions, with the v3 protocols that it supports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SnmpdIT {
    private static final Path SNMPD = Path.of("/usr/sbin/snmpd");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UPTIME = "1.3.6.1.2.1.1.3.0";

    private Process snmpd;
    private int port;

    @BeforeAll
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        assertTrue(Files.isExecutable(SNMPD), "no snmpd on this machine: deps.sh install");
        Path folder = Folders.fresh("snmpd");
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("snmpd.conf"), """
                agentaddress udp:127.0.0.1:%d
                rocommunity public
                createUser none
                createUser md5 MD5 "auth password"
                createUser sha SHA "auth password" DES "priv password"
                createUser sha256 SHA-256 "auth password" AES "priv password"
                createUser sha512 SHA-512 "auth password" AES "priv password"
                rouser none noauth
                rouser md5 auth
                rouser sha priv
                rouser sha256 priv
                rouser sha512 priv
                """.formatted(port));
        ProcessBuilder builder = new ProcessBuilder(
                SNMPD.toString(),
                "-f",
                "-Lf",
                folder.resolve("snmpd.log").toString(),
                "-C",
                "-c",
                folder.resolve("snmpd.conf").toString());
        builder.environment().put("SNMP_PERSISTENT_DIR", folder.toString());
        snmpd = builder.start();
    }

    @AfterAll
    void stop() {
        if (snmpd != null) {
            snmpd.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "v1             | version = \"v1\"                                                       | answers",
                "v2c            | version = \"v2c\"                                                      | answers",
                "no object      | oid = \"1.3.6.1.4.1.2428.130.1.1.1.0\"                                 | without the object",
                "community      | community = \"wrong\"                                                  | does not answer",
                "none           | USER none                                                             | answers",
                "md5            | USER md5; AUTH md5                                                    | answers",
                "sha, des       | USER sha; AUTH sha; PRIV des                                          | answers",
                "sha256, aes128 | USER sha256; AUTH sha256; PRIV aes128                                 | answers",
                "sha512, aes128 | USER sha512; AUTH sha512; PRIV aes128                                 | answers",
                "unknown user   | USER nobody; AUTH sha                                                 | unknown user",
                "wrong password | USER md5; auth = \"md5\"; auth_password = \"another password\"        | does not answer",
            })
    void theProbe(String name, String keys, String wanted) throws IOException {
        Path folder = Folders.fresh("snmp-probe");
        String lines = keys.replace("USER ", "version = \"v3\"; user = \"")
                .replace("AUTH ", "auth_password = \"auth password\"; auth = \"")
                .replace("PRIV ", "priv_password = \"priv password\"; priv = \"")
                .replaceAll("= \"([a-z0-9]+)(;|$)", "= \"$1\"$2")
                .replace("; ", "\n");
        Files.writeString(folder.resolve("argus-glue.toml"), """
                state_dir = "%s"
                [http]
                listen = "off"
                [argus]
                url = "http://127.0.0.1:9"
                [sources.any]
                type = "zino"
                server = "127.0.0.1"
                port = 9
                user = "x"
                secret = "x"
                argus_token = "x"
                failover = "agent"
                [failover.agent]
                address = "127.0.0.1:%d"
                interval = "500ms"
                timeout = "2s"
                threshold = 1000
                %s
                %s
                """.formatted(
                        folder.resolve("state"), port, keys.contains("oid") ? "" : "oid = \"" + UPTIME + "\"", lines));
        try (GlueProcess glue = GlueProcess.run(folder.resolve("argus-glue.toml"))) {
            glue.awaitLog("failover 'agent': the primary (answers|does|is|cannot)", SOON);
            List<String> said = glue.logMatching("failover 'agent': the primary ");
            assertTrue(said.get(0).contains(wanted), () -> name + ": " + said);
        }
    }
}
