package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of documents that another program writes to this one, such as standard input. It is emptied at once, so that
 * the writer never waits; another thread passes the documents on.
 */
public final class StandardInput implements AutoCloseable, JsonSplitter.Receiver {
    private static final Logger log = LoggerFactory.getLogger("generic");
    private static final Path PATH = Path.of("/dev/stdin");
    private static final int CHUNK = 64 << 10;
    private static final int BATCH = 200;
    private static final int MAX_WAITING_BYTES = 16 << 20;
    private static final Duration FAULT_SHOWN = Duration.ofMinutes(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(1500);

    private final ReadableByteChannel channel;
    private final DocumentSink sink;
    private final SourceContext context;
    private final JsonSplitter splitter = new JsonSplitter(this);
    private final BlockingQueue<Received> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Used by the reading thread only. */
    private long lost;

    private volatile boolean started;
    private volatile @Nullable Fault lastFault;
    private volatile @Nullable Instant ended;

    /**
     * Creates a reader of a stream.
     *
     * @param sink where the documents go
     */
    public StandardInput(ReadableByteChannel channel, DocumentSink sink, SourceContext context) {
        this.channel = channel;
        this.sink = sink;
        this.context = context;
    }

    /** A document that waits to be passed on; the last one is empty. */
    private static final class Received {
        final byte[] json;
        final String origin;
        final Instant at;

        Received(byte[] json, String origin, Instant at) {
            this.json = json;
            this.origin = origin;
            this.at = at;
        }
    }

    /** Something that was not taken, and when. */
    private record Fault(String text, Instant at) {}

    /**
     * Opens the standard input of this process. When it is closed, the process still has it, for the next one.
     *
     * @throws SourceException if it cannot be opened, or another source of this process reads it
     */
    public static ReadableByteChannel open() throws SourceException {
        try {
            FileChannel opened = FileChannel.open(PATH, StandardOpenOption.READ);
            try {
                // A process has one lock at most, which ends with the channel: so two sources cannot share the stream.
                var unused = opened.tryLock(0, Long.MAX_VALUE, true);
            } catch (OverlappingFileLockException e) {
                opened.close();
                throw SourceException.unreachable(
                        "standard input is read by another source already: set 'stdin' for one source only", null);
            }
            return opened;
        } catch (IOException e) {
            throw SourceException.unreachable(
                    "standard input cannot be read (" + e.getMessage()
                            + "): it has to be a pipe or a file; a socket can"
                            + " be turned into a pipe with 'cat | argus-glue run'",
                    e);
        }
    }

    /** Begins to read. */
    public void start() {
        started = true;
        context.threadFactory().newThread(this::readAll).start();
        context.threadFactory().newThread(this::takeAll).start();
    }

    private void readAll() {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            while (channel.read(buffer) >= 0) {
                splitter.feed(buffer.array(), buffer.position());
                buffer.clear();
            }
            splitter.end();
            ended = context.clock().instant();
            log.warn("standard input has ended: the program that writes to it has stopped. The alerts stay as they are;"
                    + " start argus-glue again together with that program");
        } catch (ClosedChannelException e) {
            log.debug("standard input is no longer read");
        } catch (IOException e) {
            fault("standard input cannot be read any more: " + e.getMessage());
        } finally {
            waiting.add(new Received(new byte[0], "", Instant.EPOCH));
            context.requestSnapshot();
        }
    }

    @Override
    public void document(byte[] json, long line) {
        if (waitingBytes.addAndGet(json.length) > MAX_WAITING_BYTES) {
            waitingBytes.addAndGet(-json.length);
            lost++;
            fault("standard input: messages come faster than they can be stored; " + lost + " were lost");
            return;
        }
        Instant at = context.clock().instant();
        waiting.add(new Received(json, "line " + line + " of standard input", at));
    }

    @Override
    public void fault(long line, String why) {
        fault("line " + line + " of standard input: " + why);
    }

    /** Logs a fault, unless there was one lately: a stream that is all wrong must not fill the log. */
    private synchronized void fault(String text) {
        Instant now = context.clock().instant();
        Fault before = lastFault;
        if (before == null || before.at.plusSeconds(60).isBefore(now)) {
            lastFault = new Fault(text, now);
            log.warn("{}", text);
        } else {
            lastFault = new Fault(text, before.at);
        }
    }

    private void takeAll() {
        List<Received> batch = new ArrayList<>();
        try {
            do {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH);
                take(batch);
                batch.forEach(received -> waitingBytes.addAndGet(-received.json.length));
            } while (batch.get(batch.size() - 1).json.length > 0);
        } catch (InterruptedException e) {
            log.debug("{} messages of standard input were not taken", waiting.size());
        } finally {
            taken.countDown();
        }
    }

    /** Passes documents on together, because storing many costs as much as storing one; if refused, one by one. */
    private void take(List<Received> batch) throws InterruptedException {
        List<Document> documents = new ArrayList<>();
        for (Received received : batch) {
            try {
                if (received.json.length > 0) {
                    documents.addAll(Documents.parse(received.json, received.at, received.origin));
                }
            } catch (RefusedException e) {
                fault(e.getMessage());
            }
        }
        if (documents.size() > 1 && isTaken(documents, false)) {
            return;
        }
        for (Document document : documents) {
            while (!isTaken(List.of(document), true)) {
                // A disk that is full may have room again.
                if (closing.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        }
    }

    /** Returns whether documents need not be tried again: they were taken, or they are refused for good. */
    private boolean isTaken(List<Document> documents, boolean isLast) {
        try {
            sink.take(documents);
            return true;
        } catch (RefusedException e) {
            if (isLast) {
                fault(e.getMessage());
            }
            return isLast && e.kind() != RefusedException.Kind.NOT_STORED;
        }
    }

    /** Returns what is wrong with the stream, or was lately. */
    public Health health() {
        Instant end = ended;
        if (end != null) {
            return Health.degraded(
                    "standard input has ended at " + end + ": the program that writes to it has stopped");
        }
        Fault fault = lastFault;
        boolean isShown = fault != null
                && fault.at.plus(FAULT_SHOWN).isAfter(context.clock().instant());
        return isShown && fault != null ? Health.degraded(fault.text) : Health.ok();
    }

    /** Ends reading; what has been read is still passed on, unless that takes long. */
    @Override
    public void close() {
        closing.countDown();
        try {
            channel.close();
            if (started && !taken.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("standard input: {} messages could not be stored and are lost", waiting.size());
            }
        } catch (IOException e) {
            log.debug("closing standard input", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.clear();
        waiting.add(new Received(new byte[0], "", Instant.EPOCH));
    }
}
