package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.CgiServer;
import io.github.argusglue.plugin.nagios.standin.LivestatusServer;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstBackendTest {
    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_795_213_286));
    private final StandInNagios nagios = new StandInNagios(clock);
    private final TestContext context = new TestContext("test", clock);

    @TempDir
    private Path folder;

    private CgiServer web;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        nagios.addHost("h1");
        nagios.set("h1", "", 1, "down");
        web = new CgiServer(nagios);
        HttpAccess access = HttpAccess.builder()
                .basic(CgiServer.USER, Secret.of(CgiServer.PASSWORD))
                .build();
        backend = new FirstBackend(List.of(
                new LivestatusBackend(
                        new LivestatusConfig(folder.resolve("live").toString(), access), context),
                new CgiBackend(HttpEndpoint.of(web.url(), access), context)));
    }

    @AfterEach
    void close() {
        backend.close();
        web.close();
        context.close();
    }

    @Test
    void theFirstThatAnswersIsUsed() throws Exception {
        try (LivestatusServer server = LivestatusServer.unix(nagios, folder.resolve("live"))) {
            assertTrue(backend.name().matches("Livestatus /.*/live or http://127.*"), backend.name());
            backend.start(() -> {});
            assertEquals("Livestatus " + server.address(), backend.name());
            assertEquals(1, backend.read(Set.of()).objects().size());
            assertTrue(backend.knows(ObjectKey.host("h1")));
            backend.commands().orElseThrow().comment(ObjectKey.host("h1"), "ann", "hello");
            assertEquals("hello", nagios.comments().get(0).text());
            assertTrue(backend.health().problem().isEmpty());
            assertEquals(List.of(), web.requests());
        }
    }

    @Test
    void theNextIsUsedIfTheFirstDoesNotAnswerAndHealthSaysWhy() throws Exception {
        assertFalse(backend.knows(ObjectKey.host("h1")));
        assertTrue(backend.commands().isPresent());
        backend.start(() -> {});
        assertEquals(web.url().toString(), backend.name());
        assertEquals(1, backend.read(Set.of()).objects().size());
        assertTrue(backend.health().problem().orElse("").contains("/live: GET columns: No such file"));
        assertTrue(backend.commands().isEmpty(), "the CGIs take none");
    }

    @Test
    void ifNoneAnswersTheMessageHasTheReasonOfEachAndItMayBeStartedAgain() throws Exception {
        nagios.stop();
        SourceException none = assertThrows(SourceException.class, () -> backend.start(() -> {}));
        assertTrue(requireNonNull(none.getMessage()).contains("/live: GET columns: No such file"), none.getMessage());
        assertTrue(none.getMessage().contains("an empty answer: Nagios is stopped"), none.getMessage());
        assertThrows(SourceException.class, () -> backend.read(Set.of()));
        nagios.start();
        backend.start(() -> {});
        assertEquals(web.url().toString(), backend.name());
    }
}
