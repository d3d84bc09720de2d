package io.github.argusglue.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** How far the clocks differ is read from each response. */
final class ServerTimeTest {
    private static final Duration HOURS = Duration.ofHours(2);

    private static MockResponse at(Instant time, String... header) {
        MockResponse.Builder response = new MockResponse.Builder()
                .body("[]")
                .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
        if (header.length > 0) {
            response.addHeader(header[0], header[1]);
        }
        return response.build();
    }

    @Test
    void differenceIsToldForEachResponse() throws Exception {
        List<Duration> seen = new ArrayList<>();
        HttpObserver observer = new HttpObserver() {
            @Override
            public void ended(HttpRequest request, int status, Duration took) {}

            @Override
            public void clock(Duration ahead) {
                seen.add(ahead);
            }
        };
        InstantSource clock = InstantSource.system();
        try (MockWebServer server = new MockWebServer();
                SourceHttp http = new SourceHttp(
                        HttpAccess.builder().build(),
                        clock,
                        RequestBudget.inMemory(clock),
                        observer,
                        new StreamHost(Thread::new, () -> {}))) {
            server.start();
            Instant now = clock.instant();
            List<MockResponse> responses = List.of(
                    at(now.minus(HOURS)),
                    at(now.plus(HOURS)),
                    at(now),
                    at(now.minus(HOURS), "Age", "7200"),
                    new MockResponse.Builder().body("[]").build());
            for (MockResponse response : responses) {
                server.enqueue(response);
                assertEquals("[]", http.send(HttpRequest.get(server.url("/").uri(), ""), HttpResponse::text));
            }
        }
        assertEquals(3, seen.size(), seen::toString);
        Duration slack = Duration.ofMinutes(1);
        assertTrue(seen.get(0).minus(HOURS).abs().compareTo(slack) < 0, seen::toString);
        assertTrue(seen.get(1).plus(HOURS).abs().compareTo(slack) < 0, seen::toString);
        assertTrue(seen.get(2).abs().compareTo(slack) < 0, seen::toString);
    }
}
