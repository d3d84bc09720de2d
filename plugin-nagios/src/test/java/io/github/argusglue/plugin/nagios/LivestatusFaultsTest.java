package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.LivestatusServer;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LivestatusFaultsTest {
    private static final ObjectKey SERVICE = ObjectKey.service("h1", "C:\\ disk");

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_795_213_286));
    private final StandInNagios nagios = new StandInNagios(clock);
    private final TestContext context = new TestContext("test", clock);
    private final LinkedBlockingQueue<String> hints = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private LivestatusServer server;
    private LivestatusBackend backend;

    @BeforeEach
    void start() throws Exception {
        nagios.addHost("h1");
        nagios.addHost("øst");
        nagios.addService("h1", "C:\\ disk");
        nagios.addService("øst", "süß");
        nagios.objects().forEach(object -> nagios.set(object.host, object.service, object.isHost() ? 0 : 2, "bäd"));
        server = LivestatusServer.unix(nagios, folder.resolve("live"));
        backend = backend(server.address(), Duration.ofSeconds(20));
    }

    private LivestatusBackend backend(String address, Duration timeout) {
        return new LivestatusBackend(
                new LivestatusConfig(
                        address, HttpAccess.builder().timeout(timeout).build()),
                context);
    }

    @AfterEach
    void close() throws Exception {
        backend.close();
        server.close();
        context.close();
        assertEquals(List.of(), context.escaped());
    }

    private List<ObjectStatus> read() throws Exception {
        return backend.read(Set.of()).objects();
    }

    private SourceException failure() {
        return assertThrows(SourceException.class, this::read);
    }

    @Test
    void tcp() throws Exception {
        try (LivestatusServer tcp = LivestatusServer.tcp(nagios);
                LivestatusBackend other = backend(tcp.address(), Duration.ofSeconds(20))) {
            other.start(() -> {});
            assertEquals(2, other.read(Set.of()).objects().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "live",
                "host",
                "host:x",
                "host:99999",
                "http://host:1",
                "tls://host",
                "host:1\nGET",
                "tls://a b:1"
            })
    void whatIsNoAddress(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> backend(text, Duration.ofSeconds(1)))
                .getMessage();
        assertTrue(requireNonNull(message).startsWith("'livestatus' must be the path of a socket"), message);
    }

    @Test
    void theConnectionIsKeptAndReplacedWhenTheServerHasClosedIt() throws Exception {
        read();
        server.dropConnections();
        assertEquals(2, read().size());
    }

    @Test
    void aServerThatHangsEndsTheCallAfterTheTimeout() throws Exception {
        server.hang(true);
        try (LivestatusBackend hasty = backend(server.address(), Duration.ofMillis(200))) {
            SourceException late = assertThrows(SourceException.class, () -> hasty.read(Set.of()));
            assertEquals(SourceException.Kind.UNREACHABLE, late.kind());
            assertTrue(requireNonNull(late.getMessage()).contains("no answer within 200 ms"), late.getMessage());
        }
    }

    @Test
    void closeEndsACallThatHangs() throws Exception {
        server.hang(true);
        CompletableFuture<Object> call = CompletableFuture.supplyAsync(() -> failure());
        while (server.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        backend.close();
        assertTrue(call.get(5, TimeUnit.SECONDS) instanceof SourceException);
    }

    @Test
    void anInterruptEndsACallThatHangs() throws Exception {
        server.hang(true);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread caller = new Thread(() -> end.complete(assertThrows(Exception.class, this::read)));
        caller.start();
        while (server.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        assertTrue(end.get(5, TimeUnit.SECONDS) instanceof InterruptedException);
    }

    @Test
    void columnsThatAnOlderVersionDoesNotHaveAreNotAskedFor() throws Exception {
        List<String> missing = List.of("last_time_ok", "contact_groups", "custom_variables", "host_custom_variables");
        missing.forEach(column -> server.hide("services." + column));
        ObjectStatus status = read().get(0);
        assertTrue(status.lastOk().isEmpty());
        assertEquals(List.of(), status.definition().contactGroups());
        assertEquals("bäd", status.output());
        assertTrue(server.requests().stream()
                .filter(request -> request.startsWith("GET services"))
                .flatMap(request -> Stream.of(request.split("[ \n]", -1)))
                .noneMatch(missing::contains));
    }

    @Test
    void whatHasNoStatesIsRefused() {
        server.hide("services.description");
        assertTrue(requireNonNull(failure().getMessage()).contains("no column 'description' of 'services'"));
    }

    @Test
    void aListThatIsShorterThanTheDaemonSaysIsIncomplete() throws Exception {
        read();
        server.showOnly("h1");
        clock.advance(Duration.ofSeconds(1));
        nagios.reload();
        assertTrue(requireNonNull(failure().getMessage()).contains("shows 1 of 2 services"));
        server.showOnly("");
        assertEquals(2, read().size());
    }

    @Test
    void aRestartInTheMiddleOfAReadingIsNoticed() throws Exception {
        read();
        server.keepConnectionsOverRestart();
        AtomicBoolean restarted = new AtomicBoolean();
        server.distort("GET services", answer -> {
            if (!restarted.getAndSet(true)) {
                clock.advance(Duration.ofSeconds(1));
                nagios.reload();
            }
            return answer;
        });
        assertTrue(requireNonNull(failure().getMessage()).endsWith("the daemon was restarted while it was read"));
        assertEquals(2, read().size());
    }

    @Test
    void aChangeIsAHintAtOnce() throws Exception {
        backend.start(() -> hints.add("changed"));
        awaitRequest("WaitTrigger: state");
        nagios.set("h1", "", 1, "down");
        assertNotNull(hints.poll(10, TimeUnit.SECONDS));
        assertTrue(backend.health().problem().isEmpty());
    }

    @Test
    void anAcknowledgementIsAHintWithinASecond() throws Exception {
        backend.start(() -> hints.add("changed"));
        awaitRequest("WaitTrigger: state");
        nagios.apply("[1] ACKNOWLEDGE_SVC_PROBLEM;h1;C:\\ disk;2;0;1;ann;x");
        assertNotNull(hints.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void aServerWithoutTriggersIsReadWithoutHints() throws Exception {
        server.forgetTriggers();
        backend.start(() -> hints.add("changed"));
        awaitRequest("WaitTrigger: state");
        while (backend.health().problem().isEmpty()) {
            Thread.onSpinWait();
        }
        String problem = backend.health().problem().orElseThrow();
        assertTrue(problem.startsWith("no hints, so changes are seen with a delay: "), problem);
        assertTrue(problem.contains("GET services: 400 Undefined request header"), problem);
        assertEquals(2, read().size());
        assertTrue(hints.isEmpty());
    }

    private void awaitRequest(String text) {
        while (server.requests().stream().noneMatch(request -> request.contains(text))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void commandsReachTheDaemonAndNoTextBecomesAnotherOne() throws Exception {
        Commands commands = backend.commands().orElseThrow();
        String text = "a\\n[1] ADD_HOST_COMMENT;h1;1;eve;x\\\\n[1] ADD_HOST_COMMENT;h1;1;eve;y\n\nCOMMAND [1] STOP";
        commands.acknowledge(SERVICE, "ann", text, Optional.empty());
        assertEquals(1, nagios.comments().size());
        assertEquals(text.replace("\n\n", " "), nagios.comments().get(0).text());
        assertTrue(read().get(0).isAcknowledged());
        Comment comment = read().get(0).comments().get(0);
        commands.removeAcknowledgement(SERVICE, comment);
        assertFalse(read().get(0).isAcknowledged());
        assertEquals(List.of(), nagios.comments());
    }

    @ParameterizedTest
    @CsvSource({
        "403, UNAUTHORIZED, let this machine query Livestatus",
        "404, BAD_ANSWER, no such table",
        "413, BAD_ANSWER, raise max_response_size",
        "452, BAD_ANSWER, does not know the query",
        "500, UNREACHABLE, see the daemon's log"
    })
    void refusalsSayWhatToDo(int status, SourceException.Kind kind, String advice) {
        server.distort(answer -> (status + "           5\nno\0\n\n").getBytes(StandardCharsets.US_ASCII));
        SourceException refused = failure();
        assertEquals(kind, refused.kind());
        assertTrue(requireNonNull(refused.getMessage()).contains(advice), refused.getMessage());
        assertTrue(refused.getMessage().chars().noneMatch(Character::isISOControl), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 400 Bad Request, what answers is not Livestatus",
        "200 99999999999|[], ('max_answer_bytes')",
        "200           2|{}, no list of rows",
        "200           2|[[, not JSON",
    })
    void whatIsNotLivestatus(String answer, String reason) {
        server.distort(any -> answer.replace('|', '\n').getBytes(StandardCharsets.US_ASCII));
        SourceException bad = failure();
        assertEquals(SourceException.Kind.BAD_ANSWER, bad.kind());
        assertTrue(requireNonNull(bad.getMessage()).contains(reason), bad.getMessage());
    }

    @Test
    void aRowInAnotherEncodingDoesNotChangeTheOthers() throws Exception {
        // "bäd" of the first row only, in ISO-8859-1; a blank keeps the length.
        server.distort(answer -> {
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            return text.replaceFirst("\"b\u00c3\u00a4d\"", "\"b\u00e4d\" ").getBytes(StandardCharsets.ISO_8859_1);
        });
        List<ObjectStatus> found = read();
        assertEquals("bäd", found.get(0).output());
        assertEquals("bäd", found.get(1).output());
        assertEquals(ObjectKey.service("øst", "süß"), found.get(1).key());
    }

    @Test
    void anyBytesAreAReadingOrAFailure() throws Exception {
        read();
        Random random = new Random(7);
        server.distort(answer -> {
            byte[] changed = answer.clone();
            if (random.nextInt(6) == 0) {
                int from = random.nextInt(10) == 0 ? 0 : Math.min(16, changed.length - 1);
                changed[from + random.nextInt(changed.length - from)] = (byte) random.nextInt(256);
            }
            return changed;
        });
        int failures = 0;
        try (LivestatusBackend hasty = backend(server.address(), Duration.ofMillis(100))) {
            for (int i = 0; i < 500; i++) {
                try {
                    hasty.read(Set.of(SERVICE, ObjectKey.host("h1")));
                } catch (SourceException e) {
                    failures++;
                    assertTrue(
                            requireNonNull(e.getMessage()).chars().noneMatch(Character::isISOControl), e.getMessage());
                }
            }
        }
        assertTrue(failures > 50 && failures < 500, failures + " failures");
    }

    @Test
    void aSocketThatIsMissing() {
        SourceException missing = assertThrows(
                SourceException.class,
                () -> backend(folder.resolve("none").toString(), Duration.ofSeconds(1))
                        .read(Set.of()));
        assertTrue(
                requireNonNull(missing.getMessage())
                        .endsWith("No such file or directory: check 'livestatus', and that the daemon runs"
                                + " and has loaded the module"),
                missing.getMessage());
    }
}
