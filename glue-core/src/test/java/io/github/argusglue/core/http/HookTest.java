package io.github.argusglue.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.cluster.ClusterSketch;
import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.LogbackLogger;
import io.github.argusglue.core.http.FakeServiceStatus.FakeSource;
import io.github.argusglue.core.http.RawClient.Answer;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.server.HttpService;
import io.github.argusglue.core.http.server.ListenException;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.core.status.Webhooks.WebhookVerdict;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks over real sockets: authentication, and the limits of number, size and time. */
final class HookTest {
    private static final String BEARER = "Authorization: Bearer s3cret\r\n";
    private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);

    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final GlueMetrics metrics = new GlueMetrics(situation);
    private final HttpService service =
            open(new HttpConfig("127.0.0.1:0", List.of(), 64, 4096, Duration.ofSeconds(1), 5, 2));
    private final FakeSource oslo = situation.add("oslo", "s3cret", false);

    private HttpService open(HttpConfig config) {
        try {
            return HttpService.open(config, situation, metrics, InstantSource.system(), () -> {});
        } catch (ListenException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Answer post(String name, String headers, byte[] body) {
        return RawClient.exchange(service.url(), "POST", "/hooks/" + name, headers, body);
    }

    @Test
    void anAcceptedWebhookReachesTheAdapterUnchanged() {
        Answer answer = post("oslo", BEARER + "X-Signature: abc\r\n", BODY);

        assertEquals(200, answer.status());
        WebhookRequest taken = oslo.taken.get(0);
        assertArrayEquals(BODY, taken.body());
        assertEquals(Optional.of("abc"), taken.header("x-signature"));
        assertEquals(Optional.empty(), taken.header("Authorization"));
        assertEquals(1, counted("oslo", "taken"));
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer s3cret, 200",
        "Authorization: bearer   s3cret, 200",
        "X-Hook-Token: s3cret, 200",
        "Authorization: Bearer wrong, 401",
        "Authorization: Bearer, 401",
        "Authorization: Bearer s3cre, 401",
        "Authorization: Bearer s3crets, 401",
        "Authorization: Basic !!!, 401",
        "Authorization: s3cret, 401",
        "X-Hook-Token: , 401",
        "X-Other: s3cret, 401",
    })
    void theTokenGrantsAccess(String header, int status) {
        Answer answer = post("oslo", header + "\r\n", BODY);

        assertEquals(status, answer.status());
        assertEquals(status == 200 ? 1 : 0, oslo.taken.size());
        if (status == 401) {
            assertEquals(Optional.of("Bearer realm=\"argus-glue\""), answer.header("WWW-Authenticate"));
            assertEquals(1, counted("oslo", "unauthorized"));
        }
    }

    @Test
    void theTokenCanBeSentAsAnyUsersPassword() {
        assertEquals(200, post("oslo", basic("am:s3cret"), BODY).status());
        assertEquals(200, post("oslo", basic(":s3cret"), BODY).status());
        assertEquals(401, post("oslo", basic("s3cret:"), BODY).status());
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)) + "\r\n";
    }

    @Test
    void withoutATokenOnlyOpenOrCheckingSourcesAccept() {
        FakeSource bare = situation.add("bare", null, false);
        FakeSource open = situation.add("open", null, true);
        FakeSource signed = situation.add("signed", null, false);
        signed.hooks = Webhooks.HandlerState.CHECKED;

        Answer refused = post("bare", "", BODY);
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("'hook_token'"), refused.body());
        assertEquals(0, bare.taken.size());
        assertEquals(200, post("open", "", BODY).status());
        assertEquals(1, open.taken.size());
        assertEquals(
                403, post("open", "Origin: http://evil.example.org\r\n", BODY).status());
        assertEquals(200, post("signed", "Authorization: its-own\r\n", BODY).status());
        assertEquals(Optional.of("its-own"), signed.taken.get(0).header("Authorization"));
    }

    @Test
    void aSourceWithoutAHandlerRejectsWebhooks() {
        FakeSource asleep = situation.add("asleep", "s3cret", false);
        asleep.hooks = Webhooks.HandlerState.NOT_RUNNING;
        FakeSource deaf = situation.add("deaf", "s3cret", false);
        deaf.hooks = Webhooks.HandlerState.NO_HANDLER;

        assertEquals(404, post("nobody", BEARER, BODY).status());
        assertEquals(404, post("deaf", BEARER, BODY).status());
        Answer later = post("asleep", BEARER, BODY);
        assertEquals(503, later.status());
        assertEquals(Optional.of("5"), later.header("Retry-After"));
        assertEquals(1, counted("-", "unknown_source"));
        assertEquals(1, counted("asleep", "not_now"));
    }

    @Test
    void inAClusterTheOwnerIsNamed() {
        FakeSource nobodys = situation.add("narvik", "s3cret", false);
        nobodys.hooks = Webhooks.HandlerState.NOT_RUNNING;
        FakeSource bergen = situation.add("bergen", "s3cret", false);
        bergen.hooks = Webhooks.HandlerState.NOT_RUNNING;
        situation.cluster = new ClusterSketch().build();

        assertEquals(
                "the source is not running now",
                post("narvik", BEARER, BODY).body().strip());
        assertEquals(
                "the source is not running now: process 'b' owns it",
                post("bergen", BEARER, BODY).body().strip());
        assertEquals(503, post("bergen", BEARER, BODY).status());
    }

    @ParameterizedTest
    @EnumSource(WebhookVerdict.class)
    void theAdaptersAnswerIsMappedToAStatus(WebhookVerdict verdict) {
        oslo.taking = request -> CompletableFuture.completedFuture(new Webhooks.WebhookResult(verdict, "in its words"));

        Answer answer = post("oslo", BEARER, BODY);

        assertEquals(
                switch (verdict) {
                    case TAKEN -> 200;
                    case INVALID -> 400;
                    case UNAUTHENTIC -> 403;
                    case NO_HANDLER -> 404;
                    case NOT_NOW -> 503;
                    case FAILED -> 500;
                },
                answer.status());
        assertEquals(verdict == WebhookVerdict.TAKEN ? "taken\n" : "in its words\n", answer.body());
        assertEquals(
                verdict == WebhookVerdict.NOT_NOW, answer.header("Retry-After").isPresent());
    }

    private Answer get(String path, String headers) {
        return RawClient.exchange(service.url(), "GET", "/hooks/" + path, headers, new byte[0]);
    }

    /** Echoes a token, as the validation of an address demands. */
    private static CompletableFuture<Webhooks.WebhookResult> echo(WebhookRequest request) {
        return CompletableFuture.completedFuture(new Webhooks.WebhookResult(
                WebhookVerdict.TAKEN,
                "",
                WebhookResponse.text(200, request.query("validationToken").orElse("none"))));
    }

    @Test
    void methodPathQueryAndRepeatedHeadersReachTheAdapter() {
        oslo.methods = Set.of("GET", "PUT");

        Answer answer = RawClient.exchange(
                service.url(),
                "PUT",
                "/hooks/oslo/sites/b%20c/events?a=1&a=%C3%A6+2&b=",
                BEARER + "X-Index: 1\r\nX-Index: 2\r\n",
                BODY);

        assertEquals(200, answer.status());
        WebhookRequest taken = oslo.taken.get(0);
        assertEquals("PUT", taken.method());
        assertEquals("sites/b c/events", taken.path());
        assertEquals(List.of("1", "æ 2"), taken.queryValues("a"));
        assertEquals(Optional.of(""), taken.query("b"));
        assertEquals(Optional.empty(), taken.query("c"));
        assertEquals(List.of("1", "2"), taken.headerValues("X-INDEX"));
    }

    @Test
    void theAdaptersResponseIsSentAsItIs() {
        oslo.taking = request -> CompletableFuture.completedFuture(new Webhooks.WebhookResult(
                WebhookVerdict.TAKEN, "", WebhookResponse.json(201, "{\"challenge\":\"x\"}")));

        Answer answer = post("oslo", BEARER, BODY);

        assertEquals(201, answer.status());
        assertEquals("{\"challenge\":\"x\"}", answer.body());
        assertEquals(Optional.of("application/json"), answer.header("Content-Type"));
        assertEquals(Optional.of("nosniff"), answer.header("X-Content-Type-Options"));
        assertEquals(1, counted("oslo", "taken"));
    }

    @ParameterizedTest
    @CsvSource({"400, bad_request", "403, unauthorized", "500, failed", "503, not_now"})
    void theAdaptersStatusIsCounted(int status, String result) {
        oslo.taking = request -> CompletableFuture.completedFuture(
                new Webhooks.WebhookResult(WebhookVerdict.TAKEN, "", WebhookResponse.text(status, "no")));

        Answer answer = post("oslo", BEARER, BODY);

        assertEquals(status, answer.status());
        assertEquals(status == 503, answer.header("Retry-After").isPresent());
        assertEquals(1, counted("oslo", result));
    }

    @Test
    void onlyMethodsThatTheAdapterWantsAreLetThrough() {
        Answer refused = get("oslo", BEARER);
        assertEquals(405, refused.status());
        assertEquals(Optional.of("POST"), refused.header("Allow"));

        oslo.methods = Set.of("GET", "POST");
        assertEquals(200, get("oslo", BEARER).status());
        refused = RawClient.exchange(service.url(), "DELETE", "/hooks/oslo", BEARER, new byte[0]);
        assertEquals(405, refused.status());
        assertEquals(Optional.of("GET, POST"), refused.header("Allow"));
        assertEquals(1, oslo.taken.size());
        assertEquals(2, counted("oslo", "bad_request"));
    }

    @Test
    void challengeWithoutATokenNeedsACheck() {
        oslo.methods = Set.of("GET", "POST");
        oslo.taking = HookTest::echo;

        assertEquals(401, get("oslo?validationToken=a", "").status(), "no check");
        oslo.hooks = Webhooks.HandlerState.CHECKED;
        Answer answer = get("oslo?validationToken=a%20b", "");
        assertEquals(200, answer.status());
        assertEquals("a b", answer.body());
        assertEquals(401, post("oslo?validationToken=a", "", BODY).status(), "POST has to carry the token");
        oslo.hooks = Webhooks.HandlerState.NOT_RUNNING;
        assertEquals(503, get("oslo?validationToken=a", "").status());
        oslo.hooks = Webhooks.HandlerState.NO_HANDLER;
        oslo.methods = Set.of();
        assertEquals(404, get("oslo?validationToken=a", "").status());
        assertEquals(1, oslo.taken.size());
    }

    @Test
    void openSourceTakesNoGet() {
        FakeSource open = situation.add("open", null, true);
        open.methods = Set.of("GET", "POST");

        assertEquals(403, get("open", "").status(), "any web page can make a browser send it");
        assertEquals(200, post("open", "", BODY).status());
    }

    @Test
    void limitsHoldForGetAndForDeepPaths() {
        oslo.methods = Set.of("GET", "POST");
        oslo.hooks = Webhooks.HandlerState.CHECKED;

        assertEquals(
                413,
                RawClient.exchange(service.url(), "GET", "/hooks/oslo/a", "", new byte[4097])
                        .status());
        assertEquals(400, get("oslo/a%2fb", "").status(), "ambiguous");
        assertEquals(414, get("oslo?a=" + "x".repeat(20_000), "").status());
        assertEquals(400, get("oslo?a=%zz", "").status());
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            refused += get("oslo/" + i, "").status() == 503 ? 1 : 0;
        }
        assertTrue(refused > 0, "50 at once and 5 a second, whatever the path");
        assertEquals(refused, counted("oslo", "too_many"));
    }

    @Test
    void theLargestAcceptedBody() {
        assertEquals(200, post("oslo", BEARER, new byte[4096]).status());
        assertEquals(4096, oslo.taken.get(0).body().length);
        assertEquals(413, post("oslo", BEARER, new byte[4097]).status());
        assertEquals(413, post("oslo", BEARER, new byte[1 << 20]).status());
        assertEquals(2, counted("oslo", "too_large"));
    }

    @Test
    void aBodyWithoutALengthIsLimited() {
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            chunks.append("200\r\n").append("x".repeat(512)).append("\r\n");
        }
        try (RawClient client = new RawClient(service.url())) {
            client.send("POST /hooks/oslo HTTP/1.1\r\nHost: localhost\r\n" + BEARER
                    + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
            assertEquals(413, client.receive().status());
        }
        try (RawClient client = new RawClient(service.url())) {
            client.send("POST /hooks/oslo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + BEARER
                    + "Transfer-Encoding: chunked\r\n\r\n" + chunks.substring(0, 7 * 519) + "0\r\n\r\n");
            assertEquals(200, client.receive().status());
            assertEquals(7 * 512, oslo.taken.get(0).body().length);
        }
    }

    @Test
    void gzipIsDecompressedWithinTheLimit() throws IOException {
        assertEquals(
                200,
                post("oslo", BEARER + "Content-Encoding: gzip\r\n", gzip(BODY)).status());
        assertArrayEquals(BODY, oslo.taken.get(0).body());
        byte[] bomb = gzip(new byte[2_000_000]);
        assertTrue(bomb.length < 4096, "the bomb is small");

        assertEquals(
                413, post("oslo", BEARER + "Content-Encoding: gzip\r\n", bomb).status());
        assertEquals(
                400, post("oslo", BEARER + "Content-Encoding: gzip\r\n", BODY).status());
        assertEquals(
                415, post("oslo", BEARER + "Content-Encoding: br\r\n", BODY).status());
        assertEquals(1, oslo.taken.size());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Test
    void aSlowBodyTimesOut() {
        try (RawClient client = new RawClient(service.url())) {
            client.send("POST /hooks/oslo HTTP/1.1\r\nHost: localhost\r\n" + BEARER + "Content-Length: 100\r\n\r\nabc");
            assertEquals(408, client.receive().status());
        }
        assertEquals(1, counted("oslo", "too_slow"));
        assertEquals(200, post("oslo", BEARER, BODY).status());
    }

    @Test
    void anUnauthorizedBodyIsNotRead() {
        try (RawClient client = new RawClient(service.url())) {
            client.send("POST /hooks/oslo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc");
            assertEquals(401, client.receive().status());
        }
    }

    @Test
    void tooManyConcurrentWebhooksAreToldToRetry() {
        CompletableFuture<Webhooks.WebhookResult> held = new CompletableFuture<>();
        oslo.taking = request -> held;
        try (RawClient first = new RawClient(service.url());
                RawClient second = new RawClient(service.url())) {
            String request = "POST /hooks/oslo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + BEARER
                    + "Content-Length: 3\r\n\r\nabc";
            first.send(request);
            second.send(request);
            Await.until("both are under way", () -> oslo.taken.size() == 2);

            Answer third = post("oslo", BEARER, BODY);
            assertEquals(503, third.status());
            assertEquals(Optional.of("1"), third.header("Retry-After"));

            held.complete(new Webhooks.WebhookResult(WebhookVerdict.TAKEN, ""));
            assertEquals(200, first.receive().status());
            assertEquals(200, second.receive().status());
        }
        assertEquals(200, post("oslo", BEARER, BODY).status());
    }

    @Test
    void theRateIsLimitedPerSource() {
        situation.add("bergen", "s3cret", false);
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            refused += post("oslo", BEARER, BODY).status() == 503 ? 1 : 0;
        }

        assertTrue(refused > 0, "50 at once and 5 a second: not all of 200");
        assertTrue(oslo.taken.size() >= 50, "a burst is let in");
        assertEquals(200, post("bergen", BEARER, BODY).status());
        assertEquals(refused, counted("oslo", "too_many"));
    }

    @Test
    void anAbortedWebhookReleasesItsSlot() {
        for (int i = 0; i < 4; i++) {
            try (RawClient client = new RawClient(service.url())) {
                client.send(
                        "POST /hooks/oslo HTTP/1.1\r\nHost: localhost\r\n" + BEARER + "Content-Length: 100\r\n\r\nabc");
            }
        }
        Await.until("there is room", () -> post("oslo", BEARER, BODY).status() == 200);
    }

    private int counted(String source, String result) {
        String wanted = "argus_glue_webhooks_total{result=\"" + result + "\",source=\"" + source + "\"} ";
        return metrics.scrape()
                .body()
                .lines()
                .filter(line -> line.startsWith(wanted))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(wanted.length())))
                .sum();
    }

    @Test
    void refusedWebhooksAreLoggedOnceWithTheAddress() {
        Logger logger = LogbackLogger.of("http");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        situation.add("asked-often", "s3cret", false);
        logger.addAppender(lines);
        try {
            for (int i = 0; i < 20; i++) {
                assertEquals(401, post("asked-often", "", BODY).status());
            }
        } finally {
            logger.detachAppender(lines);
        }

        assertEquals(
                List.of(
                        "WARN refused from 127.0.0.1: webhook for 'asked-often': wrong or no 'hook_token', or a wrong signature"),
                // Other tests run at the same time.
                List.copyOf(lines.list).stream()
                        .filter(line -> line.getFormattedMessage().contains("asked-often"))
                        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                        .toList());
    }
}
