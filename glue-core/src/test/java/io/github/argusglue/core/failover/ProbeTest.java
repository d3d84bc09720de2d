package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.FailoverProbe;
import io.github.argusglue.core.config.HostPort;
import io.github.argusglue.core.config.SnmpVersion;
import io.github.argusglue.core.failover.Answer.Kind;
import io.github.argusglue.core.failover.SnmpAgent.Mood;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each probe makes of what it meets, on loopback. */
final class ProbeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static Probe snmp(SnmpAgent agent, String host, SnmpVersion version, Duration timeout) {
        String address = (host.contains(":") ? "[" + host + "]:" : host + ":") + agent.port();
        return SnmpQuestion.probe(new FailoverSketch(FailoverProbe.SNMP, address)
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
            assertEquals(new Answer(Kind.UP, "answers", 4_000_000_000L), probe.ask());
            agent.uptime = 3;
            assertEquals(3, probe.ask().uptime());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SnmpVersion.class,
            names = {"V1", "V2C"})
    void anAgentWithoutTheObjectSaysNothingOfThePrimary(SnmpVersion version) throws Exception {
        try (SnmpAgent agent = new SnmpAgent("127.0.0.1")) {
            Probe probe = snmp(agent, "127.0.0.1", version, LONG);
            agent.mood = Mood.LACKS_THE_OBJECT;
            Answer lacking = probe.ask();
            assertEquals(Kind.UNKNOWN, lacking.kind(), lacking::toString);
            assertTrue(lacking.text().contains("1.3.6.1.4.1.2428.130.1.1.1.0"), lacking::text);
            agent.mood = Mood.REFUSES;
            assertEquals(Kind.UNKNOWN, probe.ask().kind());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"IS_SILENT", "TALKS_NONSENSE"})
    void anAgentThatGivesNoAnswerIsDown(Mood mood) throws Exception {
        try (SnmpAgent agent = new SnmpAgent("127.0.0.1")) {
            agent.mood = mood;
            Answer answer = snmp(agent, "127.0.0.1", SnmpVersion.V2C, SHORT).ask();
            assertEquals(Answer.down("does not answer within 200 ms"), answer);
            assertEquals(1, agent.questions.get());
        }
    }

    @Test
    void anotherCommunityIsMetWithSilence() throws Exception {
        try (SnmpAgent agent = new SnmpAgent("127.0.0.1")) {
            agent.community = "secret";
            assertEquals(
                    Kind.DOWN,
                    snmp(agent, "127.0.0.1", SnmpVersion.V2C, SHORT).ask().kind());
            Probe knowing = SnmpQuestion.probe(new FailoverSketch(FailoverProbe.SNMP, "127.0.0.1:" + agent.port())
                    .timeout(LONG)
                    .version(SnmpVersion.V2C)
                    .community("secret")
                    .build());
            assertEquals(Kind.UP, knowing.ask().kind());
        }
    }

    /** The machine says so; nobody has to wait for the timeout. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void anAgentThatIsGoneIsDownAtOnce(String host) throws Exception {
        SnmpAgent agent = new SnmpAgent(host);
        Probe probe = snmp(agent, host, SnmpVersion.V2C, LONG);
        agent.close();
        Answer answer = probe.ask();
        assertEquals(Kind.DOWN, answer.kind(), answer::toString);
        assertTrue(answer.text().contains("refuses"), answer::text);
    }

    private static Probe tcp(String host, int port, Resolver resolver) {
        return new AddressProbe("tcp", new HostPort(host, port), LONG, new TcpQuestion(), resolver);
    }

    private static ServerSocket listening(String host) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tcp(String host) throws Exception {
        ServerSocket server = listening(host);
        Probe probe = tcp(host, server.getLocalPort(), new Resolver());
        assertEquals(Kind.UP, probe.ask().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.ask().kind());
    }

    @Test
    void oneAddressThatAnswersIsEnough() throws Exception {
        ServerSocket server = listening("127.0.0.1");
        List<InetAddress> both = List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress());
        Probe probe = tcp("both", server.getLocalPort(), new Resolver(host -> both));
        assertEquals(Kind.UP, probe.ask().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.ask().kind());
    }

    @Test
    void aNameThatDoesNotResolveSaysNothing() throws Exception {
        Answer answer = tcp("nowhere", 1, new Resolver(host -> {
                    throw new UnknownHostException(host);
                }))
                .ask();
        assertEquals(Kind.UNKNOWN, answer.kind());
        assertTrue(answer.text().contains("'nowhere' does not resolve"), answer::text);
    }

    @Test
    void aNameThatResolvedOnceIsKnownForGood() throws Exception {
        boolean[] broken = new boolean[1];
        ServerSocket server = listening("127.0.0.1");
        Probe probe = tcp("primary", server.getLocalPort(), new Resolver(host -> {
            if (broken[0]) {
                throw new UnknownHostException(host);
            }
            return List.of(InetAddress.getLoopbackAddress());
        }));
        assertEquals(Kind.UP, probe.ask().kind());
        broken[0] = true;
        assertEquals(Kind.UP, probe.ask().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.ask().kind(), "the name service went down with it");
    }

    @Test
    void aNameServiceThatHangsKeepsNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Resolver hanging = new Resolver(host -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        });
        assertEquals(List.of(), hanging.find("x", Duration.ofMillis(20)));
        assertEquals(List.of(), hanging.find("x", Duration.ofMillis(20)), "the same look-up is waited for");
        end.countDown();
    }

    @Test
    void ourOwnNetworkIsNoFaultOfThePrimary() {
        assertEquals(
                Kind.UNKNOWN,
                AddressProbe.explain(new SocketException("Network is unreachable"), SHORT)
                        .kind());
        assertEquals(
                Kind.UNKNOWN,
                AddressProbe.explain(new SocketException("Protocol family unavailable"), SHORT)
                        .kind());
        assertEquals(
                Kind.DOWN,
                AddressProbe.explain(new ConnectException("Connection refused"), SHORT)
                        .kind());
        assertEquals(
                Kind.DOWN,
                AddressProbe.explain(new NoRouteToHostException("No route to host"), SHORT)
                        .kind());
    }

    @ParameterizedTest
    @CsvSource({"200, UP", "204, UP", "302, UNKNOWN", "401, UNKNOWN", "404, UNKNOWN", "500, DOWN", "503, DOWN"})
    void http(int status, Kind kind) throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            server.enqueue(new MockResponse.Builder().code(status).build());
            assertEquals(
                    kind, http(sketch(server.url("/readyz").toString())).ask().kind());
            assertEquals("/readyz", server.takeRequest().getUrl().encodedPath());
        }
    }

    @Test
    void httpMayWantAStatusAndAText() throws Exception {
        MockWebServer server = new MockWebServer();
        server.start();
        String url = server.url("/").toString();
        server.enqueue(new MockResponse.Builder().code(418).body("I am ready").build());
        server.enqueue(new MockResponse.Builder().code(418).body("I am not").build());
        server.enqueue(new MockResponse.Builder().code(200).body("I am ready").build());
        Probe probe = http(sketch(url).status(418).bodyContains("am ready"));
        assertEquals(Kind.UP, probe.ask().kind());
        assertEquals(Kind.DOWN, probe.ask().kind());
        assertEquals(Kind.DOWN, probe.ask().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.ask().kind(), "nobody there");
    }

    @Test
    void httpThatHangsIsDownAndANameThatDoesNotResolveIsNot() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            FailoverSketch sketch =
                    sketch("http://127.0.0.1:" + silent.getLocalPort() + "/").timeout(SHORT);
            assertEquals(
                    Answer.down("does not answer within 200 ms"), http(sketch).ask());
        }
        assertEquals(Kind.UNKNOWN, http(sketch("http://nowhere.invalid/")).ask().kind());
    }

    private static FailoverSketch sketch(String address) {
        return new FailoverSketch(FailoverProbe.HTTP, address).timeout(LONG);
    }

    private static Probe http(FailoverSketch sketch) throws IOException {
        return HttpProbe.open(sketch.build());
    }
}
