package io.github.argusglue.core.argus.http;

import static io.github.argusglue.core.argus.ContractSubject.incident;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handling of answers that the servers in other tests do not give. */
final class HttpArgusAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String TOKEN = "t0ps3cr3t";
    private static final String HTML = "text/html";
    private static final String JSON = "application/json";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MockWebServer server = new MockWebServer();
    private ArgusHttp http = open(URI.create("http://unset.invalid"));
    private Argus argus = http.argus("oslo", Secret.of(TOKEN));

    @BeforeEach
    void start() throws IOException {
        server.start();
        http = open(server.url("/prefix/").uri());
        argus = http.argus("oslo", Secret.of(TOKEN));
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        // status, kind for a read, kind for a write, part of the message
        "302, BAD_ANSWER, BAD_ANSWER, redirects to '/login'",
        "403, BAD_ANSWER, BAD_ANSWER, not an answer of Argus's API",
        "414, REJECTED, REJECTED, too long",
        "404, BAD_ANSWER, BAD_ANSWER, is 'url' the address of Argus",
        "405, BAD_ANSWER, BAD_ANSWER, is 'url' the address of Argus",
        "410, BAD_ANSWER, BAD_ANSWER, no longer has this version of the API",
        "400, BAD_ANSWER, BAD_ANSWER, not an answer of Argus",
        "401, BAD_TOKEN, BAD_TOKEN, argus_token",
        "413, REJECTED, REJECTED, too large",
        "500, SERVER_DOWN, OUTCOME_UNKNOWN, 500 Oh no & page",
        "502, SERVER_DOWN, OUTCOME_UNKNOWN, 502 Oh no & page",
        "503, SERVER_DOWN, SERVER_DOWN, not available",
        "504, SERVER_DOWN, OUTCOME_UNKNOWN, 504",
        "520, SERVER_DOWN, OUTCOME_UNKNOWN, 520",
    })
    void statuses(int status, Kind read, Kind write, String message) {
        for (int i = 0; i < 2; i++) {
            server.enqueue(answer(status, HTML, "<style>x</style><h1>Oh no</h1>\n & page")
                    .addHeader("Location", "/login")
                    .build());
        }
        ArgusException reading = refused(read, argus::countOpen);
        ArgusException writing = refused(write, () -> argus.create(incident("x")));
        for (ArgusException e : List.of(reading, writing)) {
            assertTrue(e.getMessage().contains(message), e.getMessage());
            assertTrue(e.getMessage().contains("source 'oslo': "), e.getMessage());
            assertFalse(e.getMessage().contains("<"), e.getMessage());
        }
        assertEquals(2, server.getRequestCount());
    }

    /** A proxy put its page into the answer and kept the type: it is not known what Argus said. */
    @ParameterizedTest
    @CsvSource({"400, BAD_ANSWER", "403, BAD_ANSWER", "404, BAD_ANSWER"})
    void aPageThatIsCalledJsonIsNotFromArgus(int status, Kind kind) {
        server.enqueue(answer(status, JSON, "<html>Welcome</html>").build());
        ArgusException e = refused(kind, () -> argus.create(incident("x")));
        assertTrue(e.getMessage().contains(status + " Welcome"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "429, 7, 7",
        "503, 7, 7",
        "429, 'Fri, 20 Nov 2026 12:00:30 GMT', 30",
        "503, 'Fri, 20 Nov 2026 11:00:00 GMT', 0",
        "503, 999999, 3600",
        "429, , -1",
        "429, soon, -1",
    })
    void waits(int status, String header, int seconds) {
        MockResponse.Builder answer = answer(status, HTML, "");
        if (header != null) {
            answer.addHeader("Retry-After", header);
        }
        server.enqueue(answer.build());
        ArgusException e = refused(Kind.RATE_LIMITED, () -> argus.create(incident("x")));
        assertEquals(seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)), e.retryAfter());
    }

    @Test
    void answersFromOtherServersAreDetected() {
        for (String body : List.of(
                "<html>login</html>",
                "{}",
                "[]",
                "{\"results\":{}}",
                "{\"results\":[1]}",
                "not json",
                "{\"results\":[{\"pk\":1}]}",
                "{\"results\":[{\"pk\":\"1\"}]}",
                "")) {
            server.enqueue(answer(200, body.startsWith("<") ? HTML : JSON, body).build());
            ArgusException e = refused(Kind.BAD_ANSWER, () -> argus.findBySourceIncidentId("x"));
            assertTrue(e.getMessage().contains("is 'url' the address of Argus"), e.getMessage());
        }
        server.enqueue(answer(200, JSON, "{\"count\":\"many\"}").build());
        refused(Kind.BAD_ANSWER, argus::countOpen);
        server.enqueue(answer(200, JSON, "{\"hello\":1}").build());
        refused(Kind.BAD_ANSWER, argus::server);
    }

    private static String incidentJson(long pk, String id, long user) {
        return "{\"pk\":" + pk + ",\"source_incident_id\":\"" + id + "\",\"start_time\":\"2026-11-20T12:00:00Z\","
                + "\"end_time\":\"infinity\",\"level\":3,\"source\":{\"pk\":2,\"name\":\"oslo\",\"user\":" + user
                + "}}";
    }

    @Test
    void answerAboutAnotherIncidentIsAFailure() throws Exception {
        IncidentChange change = new IncidentChange(2, null, null, null, null, null);
        server.enqueue(answer(201, JSON, incidentJson(1, "y", 3)).build());
        refused(Kind.OTHER_INCIDENT, () -> argus.create(incident("x")));
        server.enqueue(answer(200, JSON, incidentJson(7, "x", 3)).build());
        refused(Kind.OTHER_INCIDENT, () -> argus.change(1, change));

        server.enqueue(answer(200, JSON, "{\"next\":null,\"results\":[" + incidentJson(1, "x", 3) + "]}")
                .build());
        assertEquals(3, argus.identify(OwnerCheck.ANY).userPk());
        server.enqueue(answer(200, JSON, incidentJson(1, "x", 4)).build());
        refused(Kind.OTHER_INCIDENT, () -> argus.change(1, change));
        server.enqueue(answer(200, JSON, incidentJson(1, "x", 3)).build());
        assertEquals(1, argus.change(1, change).pk());
    }

    @Test
    void unreadableAnswerToAWriteIsAnUnknownOutcome() {
        for (String body : List.of("<h1>welcome</h1>", "{}", "[]", "not json", "{\"pk\":1}", "{\"pk\":\"x\"}", "")) {
            for (Executable write : List.<Executable>of(
                    () -> argus.create(incident("x")),
                    () -> argus.change(1, new IncidentChange(2, null, null, null, null, null)),
                    () -> argus.postEvent(1, EventType.END, NOW, "over"),
                    () -> argus.acknowledge(1, NOW, "seen", null),
                    () -> argus.changeAck(1, 2, null))) {
                server.enqueue(
                        answer(201, body.startsWith("<") ? HTML : JSON, body).build());
                refused(Kind.OUTCOME_UNKNOWN, write);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2.10.2, true", "2.9.2, true", "2.9.2.dev3+g1234, true", "2.9.1, false", "2.9.1.dev3, false", "2.9, false",
        "2.9.0, false", "2.10, true", "2.10.0rc1, true", "3.0, true", "v2.11.0, true", "1.99.99, false",
        "unknown, false", "'', false", "10, true",
    })
    void versions(String version, boolean newer) throws Exception {
        server.enqueue(answer(200, JSON, "{\"server-version\":\"" + version + "\",\"api-version\":{\"stable\":\"v2\"}}")
                .build());
        assertEquals(new ServerInfo(version, newer, newer), argus.server());
        assertNull(server.takeRequest().getHeaders().get("Authorization"), "the token is not needed, so not sent");
    }

    @Test
    void serverWithoutVersionCountsAsOld() throws Exception {
        server.enqueue(
                answer(200, JSON, "{\"api-version\":{\"stable\":\"v2\"}}").build());
        assertEquals(new ServerInfo("", false, false), argus.server());
    }

    @Test
    void requestsHaveTheExpectedForm() throws Exception {
        server.enqueue(answer(201, JSON, incidentJson(1, "i", 3)).build());
        NewIncident it = incident("i", NOW.plusNanos(1_999), List.of(new Tag("host", "a")));
        argus.create(it);
        RecordedRequest request = server.takeRequest();
        assertEquals("/prefix/api/v2/incidents/", request.getTarget());
        assertEquals("Token " + TOKEN, request.getHeaders().get("Authorization"));
        assertEquals("application/json", request.getHeaders().get("Content-Type"));
        assertEquals(
                "{\"start_time\":\"2026-11-20T12:00:00.000001Z\",\"end_time\":\"infinity\",\"source_incident_id\":\"i\","
                        + "\"level\":3,\"description\":\"something is wrong\",\"tags\":[{\"tag\":\"host=a\"}],"
                        + "\"details_url\":\"\",\"metadata\":{}}",
                body(request));
    }

    @Test
    void tokenIsSentToArgusOnly() throws Exception {
        server.enqueue(answer(200, JSON, "{\"next\":null,\"results\":[]}").build());
        argus.feed(20, URI.create("https://evil.example.org/api/v2/incidents/events/?cursor=abc%3D&page_size=20"));
        assertEquals(
                "/prefix/api/v2/incidents/events/?cursor=abc%3D&page_size=20",
                server.takeRequest().getTarget());
    }

    @Test
    void anEchoedTokenIsMasked() {
        server.enqueue(answer(403, JSON, "{\"detail\":\"no " + TOKEN + "\"}").build());
        ArgusException e = refused(Kind.FORBIDDEN, argus::countOpen);
        assertFalse(e.getMessage().contains(TOKEN), e.getMessage());
        server.enqueue(
                answer(400, JSON, "{\"level\":[\"" + "x".repeat(5_000) + "\"]}").build());
        ArgusException longOne = refused(Kind.REJECTED, () -> argus.create(incident("x")));
        assertTrue(longOne.getMessage().length() < 450, longOne.getMessage());
    }

    /** Argus fails on an unpaired surrogate, each time it is sent. */
    @Test
    void unpairedSurrogateIsReplaced() throws Exception {
        server.enqueue(answer(201, JSON, incidentJson(1, "i \ufffd", 3)).build());
        NewIncident it = incident("i \udc4d");
        argus.create(new NewIncident(
                it.sourceIncidentId(),
                it.startTime(),
                true,
                3,
                "cut \ud83d",
                List.of(new Tag("a", "\ud83d\ude00\ud83d")),
                "",
                "",
                Map.of("\ud83d", List.of("\ud83dx"))));
        String body = body(server.takeRequest());
        for (String text :
                List.of("\"i \ufffd\"", "\"cut \ufffd\"", "\"a=\\uD83D\\uDE00\ufffd\"", "{\"\ufffd\":[\"\ufffdx\"]}")) {
            assertTrue(body.contains(text), text + " in " + body);
        }
    }

    /** Django answers a body of more than 2.5 MB with an HTML page. */
    @Test
    void aBodyTooLargeIsRejected() {
        server.enqueue(answer(400, HTML, "<h1>400 - Bad Request</h1>").build());
        NewIncident it = incident("x");
        ArgusException e = refused(
                Kind.REJECTED,
                () -> argus.create(new NewIncident(
                        "x", it.startTime(), true, 3, "y".repeat(2_700_000), List.of(), "", "", Map.of())));
        assertTrue(e.getMessage().contains("too large"), e.getMessage());
    }

    @Test
    void equalTextsAreStoredOnce() throws Exception {
        String rows = row(1, "2026-11-20T10:00:00Z") + "," + row(2, "2026-11-20T09:00:00+01:00");
        server.enqueue(
                answer(200, JSON, "{\"next\":null,\"results\":[" + rows + "]}").build());
        server.enqueue(answer(200, JSON, "{\"count\":2}").build());
        List<Incident> open = argus.listOpen();
        assertEquals(Instant.parse("2026-11-20T08:00:00Z"), open.get(1).startTime());
        assertSame(open.get(0).tags().get(0), open.get(1).tags().get(0));
        assertSame(open.get(0).description(), open.get(1).description());
        assertSame(open.get(0).detailsUrl(), open.get(1).detailsUrl());
    }

    @Test
    void listingThatChangedIsReadAgainOnce() throws Exception {
        server.enqueue(answer(200, JSON, "{\"next\":null,\"results\":[" + row(1, "2026-11-20T10:00:00Z") + "]}")
                .build());
        server.enqueue(answer(200, JSON, "{\"count\":2}").build());
        String both = row(2, "2026-11-20T11:00:00Z") + "," + row(1, "2026-11-20T10:00:00Z");
        server.enqueue(
                answer(200, JSON, "{\"next\":null,\"results\":[" + both + "]}").build());
        assertEquals(2, argus.listOpen().size());
        assertEquals(3, server.getRequestCount());
    }

    @Test
    void serverThatIgnoresTheFilterDoesNotCauseALoop() {
        String page = "{\"next\":\"http://x/\",\"results\":[" + row(2, "2026-11-20T11:00:00Z") + ","
                + row(1, "2026-11-20T10:00:00Z") + "]}";
        server.enqueue(answer(200, JSON, page).build());
        server.enqueue(answer(200, JSON, page).build());
        ArgusException e = refused(Kind.BAD_ANSWER, argus::listOpen);
        assertTrue(e.getMessage().contains("start_time__lte"), e.getMessage());
    }

    @Test
    void replacedTokenIsUsedAtOnce() throws Exception {
        String[] file = {"old"};
        Argus asked = http.argus("oslo", Secret.from(() -> file[0]));
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                file[0] = "new";
                boolean fresh = "Token new".equals(request.getHeaders().get("Authorization"));
                return fresh
                        ? answer(201, JSON, incidentJson(1, "x", 3)).build()
                        : answer(401, JSON, "{}").build();
            }
        });
        assertEquals(1, asked.create(incident("x")).pk());
        assertEquals(2, server.getRequestCount());
        server.takeRequest();
        assertTrue(body(server.takeRequest()).contains("\"x\""), "whole the second time, too");
        file[0] = "wrong";
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(401, JSON, "{}").build();
            }
        });
        refused(Kind.BAD_TOKEN, () -> asked.create(incident("x")));
        assertEquals(3, server.getRequestCount(), "once, as long as the file says the same");
    }

    private static String row(int pk, String start) {
        return "{\"pk\":" + pk + ",\"start_time\":\"" + start + "\",\"end_time\":\"infinity\",\"source\":{\"pk\":7,"
                + "\"name\":\"oslo\",\"type\":{\"name\":\"x\"},\"user\":8,\"base_url\":\"\"},\"source_incident_id\":\"i"
                + pk + "\",\"details_url\":\"http://d\",\"description\":\"d\",\"level\":3,\"ticket_url\":\"\","
                + "\"metadata\":{},\"tags\":[{\"added_by\":8,\"added_time\":\"x\",\"tag\":\"host=a\"}],\"new\":[{}],"
                + "\"stateful\":true,\"open\":true,\"acked\":false}";
    }

    private static String body(RecordedRequest request) {
        return request.getBody() == null ? "" : request.getBody().utf8();
    }

    private static MockResponse.Builder answer(int status, String type, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", type)
                .body(body);
    }

    private static ArgusHttp open(URI url) {
        try {
            return ArgusHttp.open(new ArgusAccess(url, Duration.ofSeconds(10)), InstantSource.fixed(NOW));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // our clock is ahead by so many seconds, the answer is kept by something between us, an hour ago it would be
        "0, false, 0",
        "-3600, false, 0",
        "3600, false, 3600",
        "3600, true, 0",
    })
    void aTimeThatWouldLieInTheServersFutureIsItsPresent(int ahead, boolean kept, int earlier) throws Exception {
        MockResponse.Builder answer = new MockResponse.Builder()
                .addHeader("Content-Type", JSON)
                .setHeader("Date", DATE.format(Instant.now().minusSeconds(ahead)))
                .body("{\"server-version\":\"2.10.2\"}");
        server.enqueue(kept ? answer.addHeader("Age", "3600").build() : answer.build());
        argus.server();

        Instant sent = argus.clampToServerTime(NOW);
        Duration moved = Duration.between(sent, NOW);
        assertTrue(
                moved.compareTo(Duration.ofSeconds(earlier)) >= 0
                        && moved.compareTo(Duration.ofSeconds(earlier + 60)) <= 0,
                moved::toString);
        assertEquals(
                NOW.minusSeconds(7200), argus.clampToServerTime(NOW.minusSeconds(7200)), "what is over for long stays");
    }
}
