package io.github.argusglue.core.failover;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.FailoverProbe;
import io.github.argusglue.core.config.HostPort;
import io.github.argusglue.core.config.SnmpVersion;
import io.github.argusglue.core.failover.ProbeResult.Kind;
import io.github.argusglue.core.failover.SnmpAgent.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of each probe in different situations, on loopback. */
final class ProbeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static Probe snmp(SnmpAgent agent, String host, SnmpVersion version, Duration timeout) {
        String address = (host.contains(":") ? "[" + host + "]:" : host + ":") + agent.port();
        return SnmpCheck.probe(new FailoverSketch(FailoverProbe.SNMP, address)
                .timeout(timeout)
                .version(version)
                .build());
    }

    @ParameterizedTest
    @CsvSource({"V1, 127.0.0.1", "V2C, 127.0.0.1", "V1, ::1", "V2C, ::1"})
    void anAgentThatAnswersIsUp(SnmpVersion version, String host) throws Exception {
        try (SnmpAgent agent = new SnmpAgent(host)) {
            agent.uptime = 4_000_000_000L;
            Probe probe = snmp(agent, host, version, LONG);
            assertEquals(new ProbeResult(Kind.UP, "answers", 4_000_000_000L), probe.probe());
            agent.uptime = 3;
            assertEquals(3, probe.probe().uptime());
            agent.ticks = true;
            agent.uptime = 1234;
            assertEquals(12, probe.probe().uptime(), "hundredths");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SnmpVersion.class,
            names = {"V1", "V2C"})
    void anAgentWithoutTheObjectMeansUnknown(SnmpVersion version) throws Exception {
        try (SnmpAgent agent = new SnmpAgent("127.0.0.1")) {
            Probe probe = snmp(agent, "127.0.0.1", version, LONG);
            agent.mood = Mood.LACKS_THE_OBJECT;
            ProbeResult lacking = probe.probe();
            assertEquals(Kind.UNKNOWN, lacking.kind(), lacking::toString);
            assertTrue(lacking.text().contains("1.3.6.1.4.1.2428.130.1.1.1.0"), lacking::text);
            agent.mood = Mood.REFUSES;
            assertEquals(Kind.UNKNOWN, probe.probe().kind());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"IS_SILENT", "TALKS_NONSENSE"})
    void anAgentThatGivesNoAnswerIsDown(Mood mood) throws Exception {
        try (SnmpAgent agent = new SnmpAgent("127.0.0.1")) {
            agent.mood = mood;
            ProbeResult answer =
                    snmp(agent, "127.0.0.1", SnmpVersion.V2C, SHORT).probe();
            assertEquals(ProbeResult.down("does not answer within 200 ms"), answer);
            assertEquals(1, agent.questions.get());
        }
    }

    @Test
    void aWrongCommunityGetsNoAnswer() throws Exception {
        try (SnmpAgent agent = new SnmpAgent("127.0.0.1")) {
            agent.community = "secret";
            assertEquals(
                    Kind.DOWN,
                    snmp(agent, "127.0.0.1", SnmpVersion.V2C, SHORT).probe().kind());
            Probe knowing = SnmpCheck.probe(new FailoverSketch(FailoverProbe.SNMP, "127.0.0.1:" + agent.port())
                    .timeout(LONG)
                    .version(SnmpVersion.V2C)
                    .community("secret")
                    .build());
            assertEquals(Kind.UP, knowing.probe().kind());
        }
    }

    /** The host reports that the port is closed; there is no need to wait for the timeout. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void anAbsentAgentIsDownAtOnce(String host) throws Exception {
        SnmpAgent agent = new SnmpAgent(host);
        Probe probe = snmp(agent, host, SnmpVersion.V2C, LONG);
        agent.close();
        ProbeResult answer = probe.probe();
        assertEquals(Kind.DOWN, answer.kind(), answer::toString);
        assertTrue(answer.text().contains("refuses"), answer::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tcp(String host) throws Exception {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        HostPort where = new HostPort(host, server.getLocalPort());
        Probe probe = new AddressProbe("tcp", where, LONG, new TcpCheck(), new Resolver());
        assertEquals(Kind.UP, probe.probe().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.probe().kind());
    }

    @ParameterizedTest
    @CsvSource({"200, UP", "204, UP", "302, UNKNOWN", "401, UNKNOWN", "404, UNKNOWN", "500, DOWN", "503, DOWN"})
    void http(int status, Kind kind) throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            server.enqueue(new MockResponse.Builder().code(status).build());
            assertEquals(
                    kind, http(sketch(server.url("/readyz").toString())).probe().kind());
            assertEquals("/readyz", server.takeRequest().getUrl().encodedPath());
        }
    }

    @Test
    void httpGoesNowhereElse() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", server.url("/login"))
                    .build());
            server.enqueue(new MockResponse.Builder().code(200).build());
            ProbeResult answer = http(sketch(server.url("/").toString())).probe();
            assertEquals(ProbeResult.unknown("answers with status 302; check 'address'"), answer);
            assertEquals(1, server.getRequestCount());
        }
    }

    /** As web servers do on a port for plain HTTP: they answer a TLS greeting with 400 in plain text. */
    @Test
    void aServerWithoutTlsIsUnknown() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread plain = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getInputStream().read(new byte[4096]);
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    // The probe closed the connection.
                }
            });
            plain.start();
            ProbeResult answer = http(sketch("https://127.0.0.1:" + server.getLocalPort() + "/"))
                    .probe();
            assertEquals(Kind.UNKNOWN, answer.kind(), answer::toString);
            assertTrue(
                    answer.text().startsWith("answers, but the server does not speak TLS on this port: "),
                    answer::text);
            plain.join();
        }
    }

    @Test
    void httpCanRequireAStatusAndAText() throws Exception {
        MockWebServer server = new MockWebServer();
        server.start();
        String url = server.url("/").toString();
        server.enqueue(new MockResponse.Builder().code(418).body("I am ready").build());
        server.enqueue(new MockResponse.Builder().code(418).body("I am not").build());
        server.enqueue(new MockResponse.Builder().code(200).body("I am ready").build());
        Probe probe = http(sketch(url).status(418).bodyContains("am ready"));
        assertEquals(Kind.UP, probe.probe().kind());
        assertEquals(Kind.DOWN, probe.probe().kind());
        assertEquals(Kind.DOWN, probe.probe().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.probe().kind(), "nobody there");
    }

    @Test
    void httpTimeoutIsDownAndAnUnresolvableNameIsUnknown() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            FailoverSketch sketch =
                    sketch("http://127.0.0.1:" + silent.getLocalPort() + "/").timeout(SHORT);
            assertEquals(
                    ProbeResult.down("does not answer within 200 ms"),
                    http(sketch).probe());
        }
        assertEquals(
                Kind.UNKNOWN, http(sketch("http://nowhere.invalid/")).probe().kind());
    }

    private static FailoverSketch sketch(String address) {
        return new FailoverSketch(FailoverProbe.HTTP, address).timeout(LONG);
    }

    private static Probe http(FailoverSketch sketch) throws IOException {
        return HttpProbe.open(sketch.build());
    }
}
