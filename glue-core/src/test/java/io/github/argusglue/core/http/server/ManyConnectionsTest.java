package io.github.argusglue.core.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.http.FakeServiceStatus;
import io.github.argusglue.core.http.RawClient;
import io.github.argusglue.core.http.metric.GlueMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that hold connections and send nothing useful do not keep others out. */
final class ManyConnectionsTest {
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final HttpService service = open();
    private final List<RawClient> clients = new ArrayList<>();

    private HttpService open() {
        try {
            return HttpService.open(
                    HttpServiceTest.config("127.0.0.1:0"),
                    situation,
                    new GlueMetrics(situation),
                    InstantSource.system(),
                    () -> {});
        } catch (ListenException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        service.close();
    }

    @Test
    void aProbeIsAnsweredWhileSixHundredClientsDribbleTheirHeaders() {
        assertEquals(200, RawClient.get(service.url(), "/healthz").status());
        for (int i = 0; i < 600; i++) {
            RawClient client = new RawClient(service.url());
            clients.add(client);
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
        }

        for (int round = 0; round < 5; round++) {
            clients.forEach(client -> client.send("a"));
            long begin = System.nanoTime();
            assertEquals(200, RawClient.get(service.url(), "/healthz").status());
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.compareTo(AT_MOST) <= 0, () -> "answered after " + took);
        }
    }
}
