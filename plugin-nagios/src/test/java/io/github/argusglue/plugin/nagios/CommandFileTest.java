package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandFileTest {
    private static final ObjectKey SERVICE = ObjectKey.service("h0001", "svc00001");
    private static final ObjectKey HOST = ObjectKey.host("h0004");

    @TempDir
    Path dir;

    private Samples samples;
    private SettableClock clock;
    private FilesBackend backend;
    private Commands commands;
    private FileChannel reader;

    @BeforeEach
    void open() throws Exception {
        use(Samples.NAGIOS);
        Path pipe = dir.resolve("nagios.cmd");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", pipe.toString())
                        .inheritIO()
                        .start()
                        .waitFor());
        reader = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void use(String daemon) throws Exception {
        samples = new Samples(dir, daemon);
        clock = samples.clock();
        backend = new FilesBackend(samples.config(), new TestContext("test", clock));
        backend.start(() -> {});
        commands = backend.commands().orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
        reader.close();
    }

    /** Returns what was written, by one read for each write. */
    private String written() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        reader.read(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    @Test
    void linesForServicesAndHosts() throws Exception {
        commands.acknowledge(SERVICE, "argus/kari", "on it; soon", Optional.of(clock.instant()));
        assertEquals("[1795213296] ACKNOWLEDGE_SVC_PROBLEM;h0001;svc00001;2;0;1;argus/kari;on it; soon\n", written());
        commands.comment(HOST, "argus/kari", "ticket");
        assertEquals("[1795213296] ADD_HOST_COMMENT;h0004;1;argus/kari;ticket\n", written());
        commands.removeAcknowledgement(HOST, new Comment("7", Comment.Kind.ACKNOWLEDGEMENT, "", "", Instant.EPOCH));
        assertEquals("[1795213296] REMOVE_HOST_ACKNOWLEDGEMENT;h0004\n[1795213296] DEL_HOST_COMMENT;7\n", written());
    }

    @Test
    void acknowledgementsOfNaemonMayEnd() throws Exception {
        backend.close();
        use(Samples.NAEMON);
        commands.acknowledge(SERVICE, "kari", "on it", Optional.of(Instant.ofEpochSecond(1795220000)));
        assertEquals(
                "[1795213309] ACKNOWLEDGE_SVC_PROBLEM_EXPIRE;h0001;svc00001;2;0;1;1795220000;kari;on it\n", written());
    }

    @Test
    void noTextBecomesAnotherCommand() throws Exception {
        Random random = new Random(42);
        String alphabet = "ab;\n\r\t\0\u0085\u2028é漢😀[]|\\ \u001b\uD800";
        for (int i = 0; i < 2_000; i++) {
            String author = text(random, alphabet, 40);
            String text = text(random, alphabet, i % 10 == 0 ? 5_000 : 60);
            commands.acknowledge(SERVICE, author, text, Optional.empty());
            String line = written();
            assertEquals(line.length() - 1, line.indexOf('\n'), () -> "one line: " + line);
            assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 4_096, line);
            assertTrue(line.startsWith("[1795213296] ACKNOWLEDGE_SVC_PROBLEM;h0001;svc00001;2;0;1;"), line);
            assertTrue(line.chars().noneMatch(c -> c < ' ' && c != '\n'), line);
            assertFalse(line.contains("\uFFFD"), () -> "cut within a character: " + line);
            String[] arguments = line.strip().split(";", 8);
            assertTrue(arguments.length == 8 || text.isBlank(), line);
        }
    }

    private static String text(Random random, String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        return random.ints(random.nextInt(length), 0, points.length)
                .map(i -> points[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void noNameBecomesAnotherCommand() {
        for (String name : List.of("a;b", "a\nb", "a\0b")) {
            for (ObjectKey key : List.of(ObjectKey.host(name), ObjectKey.service("h", name))) {
                assertThrows(SourceException.class, () -> commands.comment(key, "kari", "text"), name);
            }
        }
    }

    @Test
    void nothingIsWrittenWhereNobodyReads() throws Exception {
        clock.advance(Duration.ofSeconds(61));
        SourceException stale = assertThrows(SourceException.class, () -> commands.comment(HOST, "kari", "text"));
        assertEquals(
                "no command is given to the daemon: Nagios is stopped or hangs. Look at its log, and start it",
                stale.getMessage());
    }

    @Test
    void onlyAPipeIsWrittenTo() throws Exception {
        Path pipe = dir.resolve("nagios.cmd");
        Files.delete(pipe);
        SourceException missing = assertThrows(SourceException.class, () -> commands.comment(HOST, "kari", "text"));
        assertEquals(
                "'" + pipe + "' does not exist: the daemon makes it when it starts with check_external_commands=1",
                missing.getMessage());
        assertFalse(Files.exists(pipe), "a file here would keep the daemon from starting");

        Files.createFile(pipe);
        SourceException noPipe = assertThrows(SourceException.class, () -> commands.comment(HOST, "kari", "text"));
        assertTrue(requireNonNull(noPipe.getMessage())
                .startsWith("'" + pipe + "': it is not a pipe: the daemon makes it"));
        assertEquals(0, Files.size(pipe));
    }

    @Test
    void fullPipeCanBeInterrupted() throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Integer> given = new AtomicReference<>(0);
        Thread writer = new Thread(() -> {
            try {
                while (true) {
                    commands.comment(HOST, "kari", "x".repeat(5_000));
                    given.updateAndGet(n -> n + 1);
                }
            } catch (SourceException | InterruptedException e) {
                end.set(e);
            }
            ended.countDown();
        });
        writer.start();
        while (requireNonNull(given.get()) < 16) {
            assertFalse(ended.await(1, TimeUnit.MILLISECONDS));
        }
        writer.interrupt();
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        assertEquals(InterruptedException.class, requireNonNull(end.get()).getClass());
    }
}
