package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.CgiServer;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CgiFaultsTest {
    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_795_213_286));
    private final StandInNagios nagios = new StandInNagios(clock);
    private final TestContext context = new TestContext("test", clock);
    private CgiServer server;
    private CgiBackend backend;

    @BeforeEach
    void start() throws Exception {
        nagios.addHost("h1").groups("all");
        nagios.addService("h1", "s1");
        nagios.setHard("h1", "s1", 2, "bad");
        server = new CgiServer(nagios);
        backend = backend(server.url(), CgiServer.PASSWORD);
    }

    private CgiBackend backend(URI url, String password) {
        HttpAccess access =
                HttpAccess.builder().basic(CgiServer.USER, Secret.of(password)).build();
        return new CgiBackend(HttpEndpoint.of(url, access), context);
    }

    @AfterEach
    void close() {
        backend.close();
        context.close();
        server.close();
    }

    private List<ObjectStatus> read() throws Exception {
        return backend.read(Set.of()).objects();
    }

    private SourceException failure() {
        return assertThrows(SourceException.class, this::read);
    }

    @Test
    void aStatusThatIsNotWrittenAnyMoreIsRefused() throws Exception {
        server.freeze(nagios.now());
        clock.advance(Duration.ofMinutes(3));
        assertEquals(1, read().size());
        clock.advance(Duration.ofSeconds(1));
        assertTrue(requireNonNull(failure().getMessage()).contains("Nagios has not written its status for 181 s"));
    }

    @Test
    void theConfigurationIsReadOnceForEachStartOfTheDaemon() throws Exception {
        read();
        read();
        assertEquals(4, objectRequests());
        clock.advance(Duration.ofSeconds(1));
        nagios.addService("h1", "s2");
        nagios.reload();
        assertFalse(backend.knows(ObjectKey.service("h1", "s2")));
        read();
        assertEquals(8, objectRequests());
        assertTrue(backend.knows(ObjectKey.service("h1", "s2")));
    }

    private long objectRequests() {
        return server.requests().stream()
                .filter(request -> request.startsWith("objectjson"))
                .count();
    }

    @Test
    void aRestartInTheMiddleOfAReadingIsNoticed() throws Exception {
        read();
        server.distort(answer -> {
            if (new String(answer, StandardCharsets.UTF_8).contains("\"query\":\"hostlist\"")) {
                clock.advance(Duration.ofSeconds(1));
                nagios.reload();
            }
            return answer;
        });
        assertTrue(requireNonNull(failure().getMessage()).contains("restarted while it was read"));
        server.distort(answer -> answer);
        assertEquals(1, read().size());
    }

    @Test
    void objectsThatTheCgisCannotShowAreNotTakenForRemoved() throws Exception {
        nagios.addHost("øst").groups("all");
        nagios.addService("øst", "s1");
        nagios.addService("øst", "süß");
        nagios.setHard("øst", "s1", 2, "bäd");
        nagios.setHard("h1", "s1", 1, "bäd");
        ObjectKey hidden = ObjectKey.service("øst", "s1");
        List<ObjectStatus> found =
                backend.read(Set.of(hidden, ObjectKey.service("h1", "gone"))).objects();
        assertEquals(2, found.size(), found.toString());
        assertEquals(ObjectKey.service("h1", "s1"), found.get(0).key());
        assertEquals("", found.get(0).output());
        assertEquals(hidden, found.get(1).key());
        assertFalse(found.get(1).isChecked(), "nothing is known about it");
        assertTrue(backend.health().problem().orElse("").startsWith("the CGIs cannot show hosts and services whose"));
    }

    @Test
    void wrongPasswordAndWrongAddressSayWhatToCheck() {
        CgiBackend other = backend(server.url(), "wrong");
        SourceException refused = assertThrows(SourceException.class, () -> other.start(() -> {}));
        assertEquals(SourceException.Kind.UNAUTHORIZED, refused.kind());
        CgiBackend lost = backend(server.url().resolve("/nagios"), CgiServer.PASSWORD);
        String message =
                assertThrows(SourceException.class, () -> lost.start(() -> {})).getMessage();
        assertTrue(
                requireNonNull(message).contains("check 'url': the CGIs are looked for in its folder cgi-bin"),
                message);
    }

    @Test
    void aPageIsNotAnAnswer() throws Exception {
        server.distort(any -> "<html>Please log in</html>".getBytes(StandardCharsets.US_ASCII));
        SourceException page = failure();
        assertEquals(SourceException.Kind.BAD_ANSWER, page.kind());
        assertTrue(
                requireNonNull(page.getMessage()).contains("the answer is not the JSON of Nagios Core 4"),
                page.getMessage());
        server.distort(any -> "{\"result\":{\"type_code\":3,\"type_text\":\"Bad\",\"message\":\"no\\nway\"}}"
                .getBytes(StandardCharsets.US_ASCII));
        assertTrue(
                requireNonNull(failure().getMessage()).endsWith(": Bad: no way"),
                failure().getMessage());
        server.distort(any -> "{\"result\":{\"type_code\":0},\"data\":{}}".getBytes(StandardCharsets.US_ASCII));
        assertTrue(
                failure().getMessage().endsWith("no 'hostlist' in the answer"),
                failure().getMessage());
    }

    @Test
    void anyBytesAreAReadingOrAFailure() throws Exception {
        Random random = new Random(7);
        server.distort(answer -> {
            byte[] changed = answer.clone();
            for (int i = random.nextInt(4); i > 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            return random.nextInt(10) == 0
                    ? java.util.Arrays.copyOf(changed, 1 + random.nextInt(changed.length))
                    : changed;
        });
        int failures = 0;
        for (int i = 0; i < 300; i++) {
            try {
                read();
            } catch (SourceException e) {
                failures++;
                assertTrue(requireNonNull(e.getMessage()).chars().noneMatch(Character::isISOControl), e.getMessage());
            }
        }
        assertTrue(failures > 30 && failures < 300, failures + " failures");
    }
}
