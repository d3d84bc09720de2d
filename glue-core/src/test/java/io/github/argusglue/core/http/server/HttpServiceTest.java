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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpServiceTest {
    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final HttpService service = open(config("127.0.0.1:0"));

    static HttpConfig config(String listen) {
        return new HttpConfig(listen, 4096, Duration.ofSeconds(10), 50, 32);
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
    })
    void routes(String method, String path, int status) {
        situation.add("oslo");

        assertEquals(
                status,
                RawClient.exchange(service.url(), method, path, "", new byte[0]).status());
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

        oslo.sourceFault = "GET http://am: 503";
        source.status = oslo.build();
        assertEquals(200, get("/readyz").status());

        oslo.lastSnapshot = null;
        source.status = oslo.build();
        assertEquals(503, get("/readyz").status());
        assertEquals(
                "source 'oslo': no good snapshot yet: GET http://am: 503\n",
                get("/readyz").body());

        oslo.lastSnapshot = FakeServiceStatus.NOW;
        oslo.argusFault = "401: check 'argus_token'";
        source.status = oslo.build();
        assertEquals(
                "source 'oslo': Argus: 401: check 'argus_token'\n",
                get("/readyz").body());
        assertEquals("ok\n", get("/healthz").body());
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
