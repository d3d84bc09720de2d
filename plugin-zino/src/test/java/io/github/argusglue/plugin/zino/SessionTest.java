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

/** Framing, byte by byte, as exchanges with Zino 2.5.2 have shown it, and as no Zino would do it. */
class SessionTest {
    private static final String LOGIN = "200 a97fbebb3eef2dfcf167645229c0c5fa9e92e3da Hello, there\r\n200 ok\r\n";
    private static final List<String> CASE =
            List.of("router: gw1", "type: bgp", "state: open", "opened: 1795210497", ".");

    private static String block(int number) {
        return "303 simple attributes follow, terminated with '.'\r\nid: " + number + "\r\n" + String.join("\r\n", CASE)
                + "\r\n";
    }

    /** Says its piece to the first who comes, whatever is asked, and hangs up or stays silent. */
    private static final class Recording implements AutoCloseable {
        private final ServerSocket listener;

        Recording(byte[] said, boolean hangsUp) {
            try {
                listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread thread = new Thread(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(said);
                    if (hangsUp) {
                        socket.shutdownOutput();
                    }
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    return; // that was it
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        Session open() throws SourceException {
            ConfigBuilder config = new ConfigBuilder();
            config.port = listener.getLocalPort();
            config.timeout = Duration.ofMillis(500);
            return Session.open(config.build(), socket -> {});
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

    private static Recording recording(String said) {
        return new Recording(said.getBytes(StandardCharsets.UTF_8), false);
    }

    @ParameterizedTest
    @CsvSource({
        "a97fbebb3eef2dfcf167645229c0c5fa9e92e3da, 3c55d3cdc19876dfc8c0bb49da8c927a0ddff26d,"
                + " b3e9ba156949152c5c6f3334cf86333b1daabfe9",
        "2f88fe9d496b1c1a33a8d69f5c3ff7e8c34a1069, test, 7f53cac4ffa877616b8472d3b33a44cbba1907ad",
        "6077fe9fa53e4921b35c11cf6ef8891bc0194875, password123, 4daf3c1448c2c4b3b92489024cc4676f70c26b1d",
    })
    void provesItsSecret(String challenge, String secret, String response) {
        assertEquals(response, Session.response(challenge, secret));
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
    void aRefusedLoginSaysWhatToCheck(String answer, SourceException.Kind kind) {
        try (Recording zino = recording("200 abc Hello, there\r\n" + answer + "\r\n")) {
            SourceException failure = assertThrows(SourceException.class, zino::open);
            assertEquals(kind, failure.kind(), failure.toString());
            assertTrue(String.valueOf(failure.getMessage()).contains("127.0.0.1:"), failure.toString());
        }
    }

    @Test
    void errorsOvertakeAndBlocksNameThemselves() throws Exception {
        String said =
                LOGIN + "500 event \"99\" does not exist\r\n500 event \"98\" does not exist\r\n" + block(2) + block(1);
        try (Recording zino = recording(said)) {
            // What is here before it was asked for does not count: the pretence has to come later.
            Attributes read = batch(zino, List.of(1L, 99L, 2L, 98L));
            assertEquals(Set.of(1L, 2L), read.found().keySet());
            assertEquals(Set.of(99L, 98L), read.unknown());
        }
    }

    /** Reads past the check that nothing waits, which a recording cannot keep. */
    private static Attributes batch(Recording zino, List<Long> numbers) throws Exception {
        try (Session session = zino.open()) {
            return session.readAttributes("GETATTRS", numbers);
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
    void whatWasNotAskedConfuses(String answer) {
        try (Recording zino = recording(LOGIN + answer)) {
            assertThrows(ConfusedException.class, () -> batch(zino, List.of(1L)));
        }
    }

    @Test
    void anErrorCanTakeThePlaceOfTheDot() throws Exception {
        String broken = "303 x\r\nid: 1\r\nrouter: r\r\ntype: t\r\nstate: s\r\nopened: 1\r\n500 internal error\r\n";
        try (Recording zino = recording(LOGIN + broken + "500 internal error\r\n")) {
            assertEquals(Set.of(1L, 2L), batch(zino, List.of(1L, 2L)).failed());
        }
    }

    @Test
    void whatWaitsBeforeACommandIsABadAnswer() throws Exception {
        try (Recording zino = recording(LOGIN + "200 zino version is 2.5.2\r\n");
                Session session = zino.open()) {
            SourceException failure = assertThrows(SourceException.class, session::version);
            assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
        }
    }

    @Test
    void everyReplyHasItsDeadline() throws Exception {
        try (Recording zino = recording(LOGIN);
                Session session = zino.open()) {
            SourceException failure = assertThrows(SourceException.class, session::version);
            assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
            assertTrue(String.valueOf(failure.getMessage()).contains("no answer within 500 ms"), failure.toString());
        }
    }

    @Test
    void linesAndBodiesAreBounded() {
        for (String flood : new String[] {"x".repeat(Connection.LONGEST_LINE + 10_000), "\n200 a"}) {
            try (Recording zino = recording(flood)) {
                assertEquals(
                        SourceException.Kind.BAD_ANSWER,
                        assertThrows(SourceException.class, zino::open).kind());
            }
        }
    }

    @Test
    void oldEncodingsAreRead() {
        byte[] latin = "blåbær €".getBytes(Charset.forName("windows-1252"));
        assertEquals("blåbær €", LineReader.decode(latin, latin.length));
        byte[] modern = "blåbær € 😀".getBytes(StandardCharsets.UTF_8);
        assertEquals("blåbær € 😀", LineReader.decode(modern, modern.length));
    }

    @Test
    void speaksIpv6() throws Exception {
        InetAddress address = InetAddress.getAllByName("::1")[0];
        try (StandInZino zino =
                StandInZino.start(Clock.systemUTC(), address, ConfigBuilder.USER, ConfigBuilder.SECRET)) {
            zino.open("gw1", "reachability", Map.of("reachability", "no-response"));
            ConfigBuilder config = ConfigBuilder.of(zino);
            config.server = "::1";
            try (Session session = Session.open(config.build(), socket -> {})) {
                assertEquals(Set.of(1L), session.cases());
            }
        } catch (UncheckedIOException e) {
            Assumptions.abort("no IPv6 here: " + e.getMessage());
        }
    }

    /** Nothing but the two exceptions may come of any stream whatsoever, and a case only with the number asked for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void brokenStreamsAreFailures(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            said.write(LOGIN.getBytes(StandardCharsets.UTF_8));
            said.write(mutated(random));
            try (Recording zino = new Recording(said.toByteArray(), true)) {
                Attributes read = batch(zino, List.of(1L, 2L, 3L));
                assertEquals(
                        Set.of(1L, 2L, 3L),
                        union(read),
                        () -> "seed " + seed + ": " + said.toString(StandardCharsets.ISO_8859_1));
                read.found().forEach((number, seen) -> assertEquals(number, seen.number()));
            } catch (ConfusedException | SourceException e) {
                assertTrue(e.getMessage() != null);
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round + ": " + said.toString(StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    private static Set<Long> union(Attributes read) {
        Set<Long> all = new TreeSet<>(read.found().keySet());
        all.addAll(read.unknown());
        all.addAll(read.failed());
        return all;
    }

    /** Three good blocks in which pieces were replaced, doubled, cut out or filled with noise. */
    private static byte[] mutated(Random random) {
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
