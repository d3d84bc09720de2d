package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.plugin.zino.standin.StandInZino;
import io.github.argusglue.spi.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing of the protocol, byte by byte: replies as recorded from Zino 2.5.2, and replies that no Zino would send. */
class ZinoSessionTest {
    private static final String LOGIN = "200 a97fbebb3eef2dfcf167645229c0c5fa9e92e3da Hello, there\r\n200 ok\r\n";
    private static final List<String> CASE =
            List.of("router: gw1", "type: bgp", "state: open", "opened: 1795210497", ".");

    private static String block(int number) {
        return "303 simple attributes follow, terminated with '.'\r\nid: " + number + "\r\n" + String.join("\r\n", CASE)
                + "\r\n";
    }

    /**
     * A server that sends a fixed text to its first client, whatever the client sends, and then closes the connection
     * or stays silent.
     */
    private static final class ScriptedServer implements AutoCloseable {
        private final ServerSocket listener;

        ScriptedServer(byte[] stream, boolean hangsUp) {
            try {
                listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread thread = new Thread(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(stream);
                    if (hangsUp) {
                        socket.shutdownOutput();
                    }
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    return; // The client has closed the connection.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        ZinoSession open() throws SourceException {
            ZinoConfigBuilder config = new ZinoConfigBuilder();
            config.port = listener.getLocalPort();
            config.timeout = Duration.ofMillis(500);
            return ZinoSession.open(config.build(), socket -> {});
        }

        @Override
        public void close() {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ScriptedServer scripted(String stream) {
        return new ScriptedServer(stream.getBytes(StandardCharsets.UTF_8), false);
    }

    @ParameterizedTest
    @CsvSource({
        "a97fbebb3eef2dfcf167645229c0c5fa9e92e3da, 3c55d3cdc19876dfc8c0bb49da8c927a0ddff26d,"
                + " b3e9ba156949152c5c6f3334cf86333b1daabfe9",
        "2f88fe9d496b1c1a33a8d69f5c3ff7e8c34a1069, test, 7f53cac4ffa877616b8472d3b33a44cbba1907ad",
        "6077fe9fa53e4921b35c11cf6ef8891bc0194875, password123, 4daf3c1448c2c4b3b92489024cc4676f70c26b1d",
    })
    void answersTheLoginChallenge(String challenge, String secret, String response) {
        assertEquals(response, ZinoSession.challengeResponse(challenge, secret));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 no such user | UNAUTHORIZED",
                "500 Authentication failure | UNAUTHORIZED",
                "201 what | BAD_ANSWER",
                "SSH-2.0-OpenSSH_9.2 | BAD_ANSWER",
            })
    void refusedLoginSaysWhatToCheck(String answer, SourceException.Kind kind) {
        try (ScriptedServer zino = scripted("200 abc Hello, there\r\n" + answer + "\r\n")) {
            SourceException failure = assertThrows(SourceException.class, zino::open);
            assertEquals(kind, failure.kind(), failure.toString());
            assertTrue(String.valueOf(failure.getMessage()).contains("127.0.0.1:"), failure.toString());
        }
    }

    @Test
    void repliesMayArriveOutOfOrder() throws Exception {
        String stream =
                LOGIN + "500 event \"99\" does not exist\r\n500 event \"98\" does not exist\r\n" + block(2) + block(1);
        try (ScriptedServer zino = scripted(stream)) {
            // The session refuses input that arrives before the command, so the replies have to come later.
            CaseReadResult read = batch(zino, List.of(1L, 99L, 2L, 98L));
            assertEquals(Set.of(1L, 2L), read.found().keySet());
            assertEquals(Set.of(99L, 98L), read.unknown());
        }
    }

    /** Skips the check for unexpected input, since the scripted server sends everything at once. */
    private static CaseReadResult batch(ScriptedServer zino, List<Long> numbers) throws Exception {
        try (ZinoSession session = zino.open()) {
            return session.readCaseBlocks("GETATTRS", numbers);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 event \"5\" does not exist\r\n",
                "200 ok\r\n",
                "303 x\r\n.\r\n",
                "303 x\r\nid: 5\r\nrouter: r\r\ntype: t\r\nstate: s\r\nopened: 1\r\n.\r\n",
            })
    void unexpectedReplyIsOutOfSync(String answer) {
        try (ScriptedServer zino = scripted(LOGIN + answer)) {
            assertThrows(OutOfSyncException.class, () -> batch(zino, List.of(1L)));
        }
    }

    @Test
    void internalErrorMayEndABlock() throws Exception {
        String broken = "303 x\r\nid: 1\r\nrouter: r\r\ntype: t\r\nstate: s\r\nopened: 1\r\n500 internal error\r\n";
        try (ScriptedServer zino = scripted(LOGIN + broken + "500 internal error\r\n")) {
            assertEquals(Set.of(1L, 2L), batch(zino, List.of(1L, 2L)).failed());
        }
    }

    @Test
    void unexpectedInputBeforeACommandIsABadAnswer() throws Exception {
        try (ScriptedServer zino = scripted(LOGIN + "200 zino version is 2.5.2\r\n");
                ZinoSession session = zino.open()) {
            SourceException failure = assertThrows(SourceException.class, session::version);
            assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
        }
    }

    @Test
    void everyReplyHasADeadline() throws Exception {
        try (ScriptedServer zino = scripted(LOGIN);
                ZinoSession session = zino.open()) {
            SourceException failure = assertThrows(SourceException.class, session::version);
            assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
            assertTrue(String.valueOf(failure.getMessage()).contains("no reply within 500 ms"), failure.toString());
        }
    }

    @Test
    void linesAndBodiesHaveALimit() {
        for (String flood : new String[] {"x".repeat(LineConnection.MAX_LINE_LENGTH + 10_000), "\n200 a"}) {
            try (ScriptedServer zino = scripted(flood)) {
                assertEquals(
                        SourceException.Kind.BAD_ANSWER,
                        assertThrows(SourceException.class, zino::open).kind());
            }
        }
    }

    @Test
    void decodesWindows1252() {
        byte[] latin = "blåbær €".getBytes(Charset.forName("windows-1252"));
        assertEquals("blåbær €", LineReader.decode(latin, latin.length));
        byte[] modern = "blåbær € 😀".getBytes(StandardCharsets.UTF_8);
        assertEquals("blåbær € 😀", LineReader.decode(modern, modern.length));
    }

    @Test
    void connectsOverIpv6() throws Exception {
        InetAddress address = InetAddress.getAllByName("::1")[0];
        try (StandInZino zino =
                StandInZino.start(Clock.systemUTC(), address, ZinoConfigBuilder.USER, ZinoConfigBuilder.SECRET)) {
            zino.open("gw1", "reachability", Map.of("reachability", "no-response"));
            ZinoConfigBuilder config = ZinoConfigBuilder.of(zino);
            config.server = "::1";
            try (ZinoSession session = ZinoSession.open(config.build(), socket -> {})) {
                assertEquals(Set.of(1L), session.caseNumbers());
            }
        } catch (UncheckedIOException e) {
            Assumptions.abort("no IPv6 here: " + e.getMessage());
        }
    }

    /** Any stream may cause only these two exceptions, and a case is returned only for its own number. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void corruptedStreamsAreFailures(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            stream.write(LOGIN.getBytes(StandardCharsets.UTF_8));
            stream.write(mutate(random));
            try (ScriptedServer zino = new ScriptedServer(stream.toByteArray(), true)) {
                CaseReadResult read = batch(zino, List.of(1L, 2L, 3L));
                assertEquals(
                        Set.of(1L, 2L, 3L),
                        allNumbers(read),
                        () -> "seed " + seed + ": " + stream.toString(StandardCharsets.ISO_8859_1));
                read.found().forEach((number, zinoCase) -> assertEquals(number, zinoCase.number()));
            } catch (OutOfSyncException | SourceException e) {
                assertTrue(e.getMessage() != null);
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round + ": " + stream.toString(StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    private static Set<Long> allNumbers(CaseReadResult read) {
        Set<Long> all = new TreeSet<>(read.found().keySet());
        all.addAll(read.unknown());
        all.addAll(read.failed());
        return all;
    }

    /** Returns three valid blocks with random insertions, deletions, duplications and noise. */
    private static byte[] mutate(Random random) {
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= 3; number++) {
            text.append(block(number));
        }
        String[] pieces = {
            ".\r\n",
            "500 internal error\r\n",
            "500 event \"2\" does not exist\r\n",
            "303 \r\n",
            "\r\n",
            "\n",
            ":",
            "id: 3",
            "id: 99999999999999999999\r\n",
            "opened: -1\r\n",
            " ",
            "\u0000",
            "å",
            "200 ok\r\n",
            "303 x\r\nid: 1\r\n",
        };
        int changes = random.nextInt(5);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(40));
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, pieces[random.nextInt(pieces.length)]);
                case 1 -> text.delete(at, end);
                default -> text.insert(at, text.substring(at, end));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
