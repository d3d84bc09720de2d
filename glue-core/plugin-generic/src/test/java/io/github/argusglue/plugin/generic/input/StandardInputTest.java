package io.github.argusglue.plugin.generic.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StandardInputTest {
    private final TestContext context = new TestContext();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean blocking;

    private Pipe pipe = pipe();
    private StandardInput input = new StandardInput(pipe.source(), this::take, context);

    private static Pipe pipe() {
        try {
            return Pipe.open();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        input.start();
    }

    @AfterEach
    void close() throws IOException {
        blocked.countDown();
        input.close();
        pipe.sink().close();
        context.close();
    }

    private void take(List<Document> documents) throws RefusedException {
        calls.incrementAndGet();
        try {
            if (blocking) {
                blocked.await();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failures.getAndDecrement() > 0) {
            throw RefusedException.notStored("the disk is full");
        }
        for (Document document : documents) {
            if (document.json().has("bad")) {
                throw RefusedException.invalid(document.origin() + ": bad");
            }
        }
        documents.forEach(document -> taken.add(document.json().toString()));
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            pipe.sink().write(bytes);
        }
    }

    private String problem() {
        return input.health().problem().orElse("");
    }

    @Test
    void eachDocumentIsPassedOnAsItArrives() throws Exception {
        write("{\"a\": ");
        write("1}\n{\"a\":\n2}");
        Await.that(() -> taken.size() == 2);
        assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), taken);
        assertEquals("", problem());
    }

    @Test
    void whatIsRefusedIsSaidAndTheRestIsTaken() throws Exception {
        write("{\"bad\": 1}\nnonsense\n{\"a\": 1}\n");
        Await.that(() -> taken.size() == 1);
        assertTrue(problem().contains("of standard input: "), problem());
    }

    @Test
    void whatCouldNotBeStoredIsTriedAgain() throws Exception {
        failures.set(2);
        write("{\"a\": 1}\n{\"a\": 2}\n");
        Await.that(() -> taken.size() == 2);
        assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), taken);
        assertEquals("the disk is full", problem());
    }

    @Test
    void theWriterNeverWaits() throws Exception {
        blocking = true;
        String text = "{\"a\": \"" + "x".repeat(1000) + "\"}\n";
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            write(text);
        }
        Await.that(() -> problem().contains("were lost"));
        blocked.countDown();
        blocking = false;
        write("{\"last\": 1}\n");
        Await.that(() -> taken.contains("{\"last\":1}"));
        assertTrue(taken.size() > 10_000 && taken.size() < many, () -> taken.size() + " taken");
    }

    @Test
    void onlyOneSourceReadsTheStandardInputOfAProcess() throws Exception {
        ReadableByteChannel first = StandardInput.open();
        assertThrows(SourceException.class, StandardInput::open);
        first.close();
        StandardInput.open().close();
    }

    @Test
    void theEndIsSaid() throws Exception {
        write("{\"a\": 1}");
        pipe.sink().close();
        Await.that(() -> problem().startsWith("standard input has ended"));
        Await.that(() -> taken.size() == 1);
        Await.that(() -> context.snapshotRequests() > 0);
    }

    @Test
    void closingPassesOnWhatWasReadAndEndsTheThreads() throws Exception {
        blocking = true;
        write("{\"a\": 1}\n{\"a\": 2}\n");
        Await.that(() -> calls.get() > 0);
        Thread closer = context.threadFactory().newThread(input::close);
        closer.start();
        blocking = false;
        blocked.countDown();
        closer.join(5000);
        assertFalse(closer.isAlive());
        assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), taken);
        Await.that(() -> context.liveThreads().isEmpty());
    }
}
