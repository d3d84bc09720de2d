package io.github.argusglue.core.http.hook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads the body of a webhook without blocking a thread, with a limit of size and time. */
final class HookBody implements Runnable {
    private final Request request;
    private final int maxBytes;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream(1024);

    private HookBody(Request request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    /** The body is larger than the limit. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The body takes longer than the limit. */
    static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Returns the body; fails with one of the exceptions above, or with an IOException if the connection breaks. */
    static CompletableFuture<byte[]> read(Request request, int maxBytes, Duration timeout, Scheduler scheduler) {
        HookBody body = new HookBody(request, maxBytes);
        Scheduler.Task end = scheduler.schedule(
                () -> body.whole.completeExceptionally(new TooSlowException()),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        body.run();
        return body.whole.whenComplete((bytes, failure) -> end.cancel());
    }

    @Override
    public void run() {
        while (!whole.isDone()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                whole.completeExceptionally(chunk.getFailure());
                return;
            }
            boolean fits = add(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!fits) {
                whole.completeExceptionally(new TooLargeException());
            } else if (last) {
                whole.complete(read.toByteArray());
            }
        }
    }

    private boolean add(ByteBuffer buffer) {
        if (read.size() + buffer.remaining() > maxBytes) {
            return false;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        read.writeBytes(bytes);
        return true;
    }

    /**
     * Decompresses gzip. The result is limited too, because a few kilobytes can expand to gigabytes.
     *
     * @throws IOException if the data is not gzip, or {@link TooLargeException}
     */
    static byte[] inflate(byte[] packed, int maxBytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] inflated = gzip.readNBytes(maxBytes + 1);
            if (inflated.length > maxBytes) {
                throw new TooLargeException();
            }
            return inflated;
        }
    }
}
