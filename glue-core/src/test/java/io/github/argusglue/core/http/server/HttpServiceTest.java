package io.github.argusglue.core.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.http.FakeServiceStatus;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.RawClient;
import io.github.argusglue.core.http.RawClient.Answer;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpServiceTest {
    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final HttpService service = open(config("127.0.0.1:0"));

    static HttpConfig config(String listen) {
        return new HttpConfig(
                listen, List.of("Glue.example.org", "2001:db8::7"), 64, 4096, Duration.ofSeconds(10), 50, 32);
    }

    private HttpService open(HttpConfig config) {
        try {
            return HttpService.open(
                    config,
                    situation,
                    new GlueMetrics(situation),
                    InstantSource.fixed(FakeServiceStatus.NOW),
                    () -> {});
        } catch (ListenException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Answer get(String path) {
        return RawClient.get(service.url(), path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "HEAD, /, 200",
        "POST, /, 405",
        "GET, /sources/oslo, 200",
        "GET, /sources/bergen, 404",
        "GET, /sources/, 404",
        "GET, /healthz, 200",
        "DELETE, /healthz, 405",
        "GET, /readyz, 200",
        "GET, /metrics, 200",
        "PUT, /metrics, 405",
        "GET, /favicon.ico, 404",
        "GET, /../etc/passwd, 400",
        "GET, /hooks/bergen, 404",
        "GET, /hooks/oslo, 405",
        "GET, /%00, 400",
        // A web server in front that passes on what begins with /hooks/ sees the path as it was sent.
        "GET, /hooks/../metrics, 400",
        "GET, /hooks/oslo/../../metrics, 400",
        "GET, /hooks;a/../metrics, 400",
        "GET, /hooks/..;a/metrics, 400",
        "GET, /hooks/%2e%2e/metrics, 400",
        "GET, /hooks/.%2E/metrics, 400",
        "GET, /hooks/%252e%252e/metrics, 400",
        "GET, /hooks/..%2fmetrics, 400",
        "GET, /hooks/.., 400",
        "GET, /./metrics, 400",
        "GET, /metrics;a, 400",
        "GET, //metrics, 400",
        "GET, http://localhost/hooks/../metrics, 400",
        "GET, /metrics?a=/../;b, 200",
    })
    void routes(String method, String path, int status) {
        situation.add("oslo");

        assertEquals(
                status,
                RawClient.exchange(service.url(), method, path, "", new byte[0]).status());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:9999, 200",
        "localhost., 200",
        "127.0.0.1, 200",
        "127.0.0.1:80, 200",
        "[::1]:80, 200",
        "glue.example.org, 200",
        "[2001:DB8:0::7]:443, 200",
        "evil.example.org, 421",
        "127.0.0.1.evil.example.org, 421",
        "localhost.evil.example.org, 421",
        "2130706433, 421",
        "203.0.113.9, 421",
        "[2001:db8::8], 421",
    })
    void answersOnlyToItsOwnNames(String host, int status) {
        for (String path : new String[] {"/", "/healthz", "/metrics", "/hooks/oslo"}) {
            try (RawClient client = new RawClient(service.url())) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                int expected = status == 200 && path.startsWith("/hooks/") ? 404 : status;
                assertEquals(expected, client.receive().status(), path);
            }
        }
    }

    @Test
    void aClientWithoutAHostIsNoBrowser() {
        try (RawClient client = new RawClient(service.url())) {
            client.send("GET /healthz HTTP/1.0\r\n\r\n");
            assertEquals(200, client.receive().status());
        }
    }

    @Test
    void theRefusalOfAHostSaysWhatToDo() {
        try (RawClient client = new RawClient(service.url())) {
            client.send("GET / HTTP/1.1\r\nHost: evil.example.org:80\r\nConnection: close\r\n\r\n");
            assertEquals(
                    "this is argus-glue, which does not answer as 'evil.example.org': if this is one of its names, add"
                            + " it to 'hosts' in [http]\n",
                    client.receive().body());
        }
    }

    @Test
    void responsesAreNotCachedSniffedOrFramed() {
        for (String path : new String[] {"/", "/metrics", "/readyz", "/nothing"}) {
            Answer answer = get(path);
            assertEquals(Optional.of("no-store"), answer.header("Cache-Control"), path);
            assertEquals(Optional.of("nosniff"), answer.header("X-Content-Type-Options"), path);
            assertEquals(Optional.of("no-referrer"), answer.header("Referrer-Policy"), path);
            String policy = answer.header("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'none'"), policy);
            assertTrue(policy.contains("frame-ancestors 'none'"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals(Optional.empty(), answer.header("Server"), path);
        }
    }

    @Test
    void nonHttpRequestsAreRejectedBriefly() {
        try (RawClient client = new RawClient(service.url())) {
            client.send("NONSENSE\r\n\r\n");
            Answer answer = client.receive();
            assertEquals(400, answer.status());
            assertFalse(answer.text().contains("jetty") || answer.text().contains("Jetty"), answer.text());
        }
    }

    @Test
    void aTooLongRequestHeaderIsRejected() {
        Answer answer = RawClient.exchange(service.url(), "GET", "/", "X: " + "a".repeat(20_000) + "\r\n", new byte[0]);

        assertEquals(431, answer.status());
    }

    @Test
    void readyWhenAllSourcesAndServersAreRead() {
        StatusSketch oslo = new StatusSketch("oslo");
        FakeServiceStatus.FakeSource source = situation.add("oslo");
        StatusSketch standby = new StatusSketch("standby");
        standby.state = RunState.STANDBY;
        standby.lastSnapshot = null;
        situation.add("standby").status = standby.build();
        assertEquals("ready\n", get("/readyz").body());

        oslo.notice = "140 incidents ended within 5m";
        source.status = oslo.build();
        assertEquals("ready\n", get("/readyz").body());

        oslo.state = RunState.DEGRADED;
        oslo.degraded = List.of("GET http://am-2: 503");
        source.status = oslo.build();
        assertEquals(200, get("/readyz").status());
        assertEquals(
                "ready\nsource 'oslo': degraded: GET http://am-2: 503\n",
                get("/readyz").body());

        oslo.state = RunState.ACTIVE;
        oslo.degraded = List.of();
        oslo.sourceFault = "GET http://am: 503";
        oslo.lastSnapshot = null;
        source.status = oslo.build();
        assertEquals(503, get("/readyz").status());
        assertEquals(
                "source 'oslo': no good snapshot yet: GET http://am: 503\n",
                get("/readyz").body());

        oslo.lastSnapshot = FakeServiceStatus.NOW;
        oslo.sourceFault = null;
        oslo.argusFault = "401: check 'argus_token'";
        source.status = oslo.build();
        assertEquals(
                "source 'oslo': Argus: 401: check 'argus_token'\n",
                get("/readyz").body());
        assertEquals("ok\n", get("/healthz").body());
    }

    @Test
    void aReasonCannotControlATerminalOrForgeALine() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.FAILING;
        oslo.sourceFault = "\u001b[2J\u202e503\nsource 'bergen': forged";
        situation.add("oslo").status = oslo.build();

        assertEquals(
                "source 'oslo': \\u001b[2J\\u202e503 | source 'bergen': forged\n",
                get("/readyz").body());
    }

    @Test
    void notReadyForEveryReason() {
        situation.servers.add(new ServiceStatus.Server("main", "cannot connect"));
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.FAILING;
        oslo.sourceFault = "GET http://am: 503";
        situation.add("oslo").status = oslo.build();
        StatusSketch bergen = new StatusSketch("bergen");
        bergen.vitals = vitals(Duration.ofSeconds(30));
        bergen.lastSnapshot = FakeServiceStatus.NOW.minusSeconds(61);
        situation.add("bergen").status = bergen.build();
        FakeServiceStatus.FakeSource tromso = situation.add("tromso");
        tromso.hangReason = "its thread has died";

        assertEquals(503, get("/readyz").status());
        assertEquals("""
                Argus 'main': no requests are sent at the moment: cannot connect
                source 'oslo': GET http://am: 503
                source 'bergen': no good snapshot for 60 s, although one is due every 30s: does the source hang?
                source 'tromso': its thread has died
                """, get("/readyz").body());
        assertEquals(503, get("/healthz").status());
        assertEquals("source 'tromso': its thread has died\n", get("/healthz").body());
    }

    @Test
    void aSnapshotIsOverdueAfterTwoIntervals() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.vitals = vitals(Duration.ofSeconds(30));
        // It was taken then, and here a quarter of a second later.
        oslo.lastSnapshot = FakeServiceStatus.NOW.minusSeconds(60);
        FakeServiceStatus.FakeSource source = situation.add("oslo");
        source.status = oslo.build();
        assertEquals(200, get("/readyz").status());

        oslo.state = RunState.STANDBY;
        oslo.lastSnapshot = FakeServiceStatus.NOW.minusSeconds(600);
        source.status = oslo.build();
        assertEquals(200, get("/readyz").status(), "another site reads it");

        oslo.state = RunState.ACTIVE;
        oslo.vitals = vitals(Duration.ofSeconds(1));
        oslo.lastSnapshot = FakeServiceStatus.NOW.minusSeconds(9);
        source.status = oslo.build();
        assertEquals(200, get("/readyz").status(), "a second late is not worth a word");
    }

    private static SourceStatus.Vitals vitals(Duration interval) {
        return new SourceStatus.Vitals(interval, null, 0, 0, null, 0);
    }

    @Test
    void anAddressInUseIsReportedInOneLine() {
        String taken = "127.0.0.1:" + service.url().getPort();
        GlueMetrics metrics = new GlueMetrics(situation);

        ListenException thrown = assertThrows(
                ListenException.class,
                () -> HttpService.open(config(taken), situation, metrics, InstantSource.system(), () -> {}));

        assertEquals(
                "cannot listen on '" + taken
                        + "': another process listens there (is argus-glue already running?); change"
                        + " 'listen' in [http], or set it to \"off\"",
                thrown.getMessage());
    }

    @Test
    void afterTheCloseNobodyAnswers() {
        URI url = service.url();
        assertEquals(200, get("/healthz").status());

        service.close();

        assertThrows(ConnectException.class, () -> new Socket(url.getHost(), url.getPort()).close());
    }

    @Test
    void anEndpointClosedBeforeItsStartStaysClosed() {
        HttpService hasty = open(config("127.0.0.1:0"));
        URI url = hasty.url();

        hasty.close();

        assertThrows(ConnectException.class, () -> new Socket(url.getHost(), url.getPort()).close());
    }
}
