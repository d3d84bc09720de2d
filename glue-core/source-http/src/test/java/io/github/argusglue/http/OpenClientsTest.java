package io.github.argusglue.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is sent for an adapter that has ended. */
final class OpenClientsTest {
    private static final URI URL = URI.create("http://127.0.0.1:1/");

    private static SourceHttp client() {
        InstantSource clock = InstantSource.system();
        return new SourceHttp(
                HttpAccess.builder().build(),
                clock,
                RequestBudget.inMemory(clock),
                HttpObserver.NONE,
                new StreamHost(Thread::new, () -> {}));
    }

    @Test
    void clientsMadeBeforeAndAfterTheEndAreClosed() {
        OpenClients clients = new OpenClients();
        SourceHttp before = clients.add(client());
        clients.close();
        SourceHttp after = clients.add(client());

        for (SourceHttp client : List.of(before, after)) {
            SourceException failure = assertThrows(
                    SourceException.class, () -> client.send(HttpRequest.get(URL, "x"), HttpResponse::text));
            assertEquals("GET http://127.0.0.1:1/x: not sent, the source is being closed", failure.getMessage());
        }
    }
}
