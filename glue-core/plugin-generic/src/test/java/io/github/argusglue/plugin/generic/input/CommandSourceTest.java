package io.github.argusglue.plugin.generic.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandSourceTest {
    private static final String EMPTY = "{\\\"complete\\\": true, \\\"alerts\\\": []}";

    @TempDir
    Path dir;

    private final TestContext context = new TestContext();

    @AfterEach
    void closeContext() {
        context.close();
    }

    private CommandSource shell(String script, Duration timeout) {
        return new CommandSource(List.of("/bin/sh", "-c", script), Map.of(), timeout, context);
    }

    private static String texts(List<Document> documents) {
        return documents.stream().map(document -> document.json().toString()).collect(Collectors.joining(" "));
    }

    private static String failure(CommandSource source, SourceException.Kind kind) {
        SourceException e = assertThrows(SourceException.class, source::read);
        assertEquals(kind, e.kind(), e.getMessage());
        return String.valueOf(e.getMessage());
    }

    private String failure(String script, SourceException.Kind kind) {
        return failure(shell(script, Duration.ofSeconds(10)), kind);
    }

    @Test
    void whatIsPrintedIsRead() throws Exception {
        CommandSource source =
                shell("echo warning >&2; echo '{\"alive\":true}'; printf '[1,\n2]'", Duration.ofSeconds(10));
        assertEquals("{\"alive\":true} [1,2]", texts(source.read()));
        assertEquals("{\"alive\":true} [1,2]", texts(source.read()));
    }

    @Test
    void argumentsAreNotReadByAShell() throws Exception {
        String text = "{\"a\":\"$HOME; 'x' * `id`\"}";
        CommandSource source =
                new CommandSource(List.of("printf", "%s", text), Map.of(), Duration.ofSeconds(10), context);
        assertEquals(text, texts(source.read()));
    }

    @Test
    void theEnvironmentHasOnlyWhatIsNamed() throws Exception {
        String script = "printf '{\"%s\": 1}' \"$(env | cut -d= -f1 | grep -v -e '^PWD$' -e '^_$' -e SHLVL -e OLDPWD"
                + " | sort | tr '\\n' ' ')\"";
        CommandSource source = new CommandSource(
                List.of("/bin/sh", "-c", script),
                Map.of("API_TOKEN", Secret.of("s3cret")),
                Duration.ofSeconds(10),
                context);
        assertEquals("{\"API_TOKEN PATH \":1}", texts(source.read()));
    }

    @Test
    void standardInputIsEmpty() throws Exception {
        assertEquals(
                "{\"a\":\"\"}",
                texts(shell("printf '{\"a\": \"%s\"}' \"$(cat)\"", Duration.ofSeconds(10))
                        .read()));
    }

    @Test
    void aFailedCommandIsAFailureWhateverItPrinted() {
        String message = failure(
                "echo '" + EMPTY.replace("\\", "") + "'; for i in 1 2 3 4 5; do echo error $i >&2; done; exit 3",
                SourceException.Kind.UNREACHABLE);
        assertEquals(
                "command '/bin/sh': exit code 3, so its output is not used; standard error: error 3 | error 4 | error 5",
                message);
        assertTrue(failure("kill -9 $$", SourceException.Kind.UNREACHABLE).contains("signal 9"));
    }

    @Test
    void secretsOfTheEnvironmentAreNotShown() {
        CommandSource source = new CommandSource(
                List.of("/bin/sh", "-c", "echo \"token $API_TOKEN refused\" >&2; exit 1"),
                Map.of("API_TOKEN", Secret.of("s3cret")),
                Duration.ofSeconds(10),
                context);
        String message = failure(source, SourceException.Kind.UNREACHABLE);
        assertTrue(message.endsWith("standard error: token **** refused"), message);
    }

    @Test
    void aMissingProgramIsNamed() {
        CommandSource source =
                new CommandSource(List.of("/no/such/program"), Map.of(), Duration.ofSeconds(10), context);
        String message = failure(source, SourceException.Kind.UNREACHABLE);
        assertTrue(message.startsWith("command '/no/such/program'"), message);
        assertTrue(message.contains("No such file"), message);
    }

    @Test
    void halfADocumentTrailingGarbageAndNothingAreFailures() {
        failure("printf '{\"complete\": true, \"alerts\": ['", SourceException.Kind.BAD_ANSWER);
        failure("printf '{\"complete\": true, \"alerts\": []} done'", SourceException.Kind.BAD_ANSWER);
        failure("printf '{} }'", SourceException.Kind.BAD_ANSWER);
        failure("printf ' \n'", SourceException.Kind.BAD_ANSWER);
        failure("true", SourceException.Kind.BAD_ANSWER);
    }

    @Test
    void tooMuchIsAFailure() {
        context.maxAnswerBytes(100_000);
        String message = failure("yes '{\"alive\": true}'", SourceException.Kind.BAD_ANSWER);
        assertTrue(message.contains("printed more than 100000 bytes ('max_answer_bytes')"), message);
    }

    @Test
    void aCommandThatHangsIsKilledWithItsChildren() throws Exception {
        Path pids = dir.resolve("pids");
        String script = "echo $$ > " + pids + "; sleep 300 & echo $! >> " + pids + "; (sleep 300 & echo $! >> " + pids
                + "); echo '{\"alive\": true}'; wait";
        String message = failure(shell(script, Duration.ofSeconds(1)), SourceException.Kind.UNREACHABLE);
        assertTrue(message.contains("not finished after 'command_timeout' (1 s)"), message);
        assertAllEnd(pids, 3);
    }

    @RepeatedTest(5)
    void whatIsLeftBehindIsKilledAndDoesNotDelayTheResult() throws Exception {
        Path pids = Files.createTempFile(dir, "pids", "");
        CommandSource source =
                shell("sleep 300 & echo $! > " + pids + "; sleep 0.05; echo '{\"a\":1}'", Duration.ofSeconds(10));
        assertEquals("{\"a\":1}", texts(source.read()));
        assertAllEnd(pids, 1);
    }

    @Test
    void closingKillsACommand() throws Exception {
        Path pids = dir.resolve("pids");
        CommandSource source = shell("sleep 300 & echo $! > " + pids + "; wait", Duration.ofMinutes(5));
        FutureTask<List<Document>> reading = new FutureTask<>(source::read);
        context.threadFactory().newThread(reading).start();
        awaitLines(pids, 1);
        source.close();
        assertThrows(Exception.class, () -> reading.get(5, TimeUnit.SECONDS));
        assertTrue(reading.isDone());
        assertAllEnd(pids, 1);
        assertThrows(SourceException.class, source::read);
    }

    @Test
    void anInterruptKillsACommand() throws Exception {
        Path pids = dir.resolve("pids");
        CommandSource source = shell("echo $$ > " + pids + "; sleep 300", Duration.ofMinutes(5));
        FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
            assertThrows(InterruptedException.class, source::read);
            return true;
        });
        Thread thread = context.threadFactory().newThread(interrupted);
        thread.start();
        awaitLines(pids, 1);
        thread.interrupt();
        assertTrue(interrupted.get(5, TimeUnit.SECONDS));
        assertAllEnd(pids, 1);
    }

    private static void awaitLines(Path file, int lines) {
        Await.that(() -> {
            try {
                return Files.exists(file) && Files.readAllLines(file).size() >= lines;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void assertAllEnd(Path pids, int count) throws Exception {
        awaitLines(pids, count);
        for (String pid : Files.readAllLines(pids)) {
            // A child of init that nobody waits for stays as a zombie, which is not alive.
            ProcessHandle.of(Long.parseLong(pid.strip()))
                    .ifPresent(process -> Await.that(() -> !process.isAlive() || isZombie(process.pid())));
        }
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void everyRunEndsItsThreads() throws Exception {
        CommandSource source = shell("echo '{}'", Duration.ofSeconds(10));
        source.read();
        for (Thread thread : context.liveThreads()) {
            thread.join(5000);
        }
        assertEquals(List.of(), context.liveThreads());
        assertFalse(context.escaped().stream().findAny().isPresent());
    }
}
