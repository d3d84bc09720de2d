package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.server.ListenException;
import io.github.argusglue.core.token.TokenMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EndpointTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final ReloadState reloads = new ReloadState(CLOCK);
    private final Endpoint endpoint = new Endpoint(reloads, new TokenMonitor("test", CLOCK), CLOCK);

    @AfterEach
    void close() {
        endpoint.close();
    }

    private static HttpConfig listen(String where) {
        return new HttpConfig(where, List.of(), 64, 4096, Duration.ofSeconds(10), 50, 32);
    }

    private URI open() {
        try {
            return endpoint.open(
                            listen("127.0.0.1:0"),
                            () -> List.of(new ServiceStatus.Server("main", "down")),
                            List::of,
                            Optional::empty)
                    .orElseThrow();
        } catch (ListenException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(URI url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void itServesTheStatus() throws Exception {
        URI url = open();

        assertEquals("ok\n", get(url.resolve("/healthz")));
        assertTrue(get(url).contains("0 sources"));
        assertTrue(get(url).contains("Argus &#39;main&#39;"));
        assertTrue(get(url.resolve("/metrics")).contains("argus_glue_argus_up{argus=\"main\"} 0.0"));
    }

    @Test
    void aDisabledEndpointHasNoAddress() throws Exception {
        assertEquals(Optional.empty(), endpoint.open(listen("off"), List::of, List::of, Optional::empty));
    }

    @Test
    void reopeningMovesToTheNewAddress() throws Exception {
        URI first = open();
        URI second = open();

        assertEquals("ok\n", get(second.resolve("/healthz")));
        assertThrows(IOException.class, () -> get(first.resolve("/healthz")));
    }

    @Test
    void aRejectedConfigurationIsShownUntilOneIsAccepted() {
        assertEquals(new ServiceStatus.Configuration(NOW, null), endpoint.configuration());

        reloads.note(new ReloadState.Reload(
                NOW.plusSeconds(5), false, List.of("c.toml:3:1: unknown key"), ReloadState.Changes.NONE));
        assertEquals(new ServiceStatus.Configuration(NOW, "c.toml:3:1: unknown key"), endpoint.configuration());

        Instant later = NOW.plusSeconds(10);
        reloads.note(new ReloadState.Reload(later, true, List.of(), ReloadState.Changes.NONE));
        assertEquals(new ServiceStatus.Configuration(later, null), endpoint.configuration());
    }
}
