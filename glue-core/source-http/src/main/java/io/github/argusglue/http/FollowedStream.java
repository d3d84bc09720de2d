package io.github.argusglue.http;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.HttpStream;
import io.github.argusglue.spi.http.LineHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A stream that is followed on a thread of its own: requests it, passes its lines on, and requests it again when it
 * ends. The thread owns everything but the health.
 */
final class FollowedStream implements HttpStream, Runnable {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** The longest pause is this many times the first one. */
    private static final int LONGEST = 60;

    private final SourceHttp http;
    private final HttpRequest request;
    private final LineHandler handler;
    private final Runnable requestSnapshot;
    private final LongSupplier ticks;
    private final Duration firstPause;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Health health = Health.ok();

    /** Whether a connection has been answered since the stream was made. */
    private boolean wasConnected;

    private boolean hasLines;
    private int failures;

    /**
     * Makes a stream; {@link #run} follows it.
     *
     * @param request of this stream alone
     * @param requestSnapshot asks for a snapshot, because events may have been missed
     * @param ticks the monotonic clock
     */
    FollowedStream(
            SourceHttp http,
            HttpRequest request,
            LineHandler handler,
            Runnable requestSnapshot,
            LongSupplier ticks,
            Duration firstPause) {
        this.http = http;
        this.request = request;
        this.handler = handler;
        this.requestSnapshot = requestSnapshot;
        this.ticks = ticks;
        this.firstPause = firstPause;
    }

    @Override
    public void run() {
        try {
            while (ended.getCount() > 0 && !ended.await(connect().toNanos(), TimeUnit.NANOSECONDS)) {
                // Again, after the pause.
            }
        } catch (InterruptedException e) {
            // Whoever owns the threads ends them.
        } catch (RuntimeException | Error e) {
            health = Health.degraded("changes are seen late: " + request + " is no longer followed: " + e);
            throw e;
        } finally {
            http.ended(this, request);
        }
    }

    /** Reads the stream until it ends; returns the pause before it is requested again. */
    private Duration connect() throws InterruptedException {
        long begun = ticks.getAsLong();
        hasLines = false;
        try {
            http.send(request, this::read);
            // A server that ends each connection at once, without a line, does not work.
            failures = hasLines || lasted(begun).compareTo(firstPause.multipliedBy(10)) >= 0 ? 0 : failures + 1;
            return pause();
        } catch (SourceException e) {
            return onFailure(e, lasted(begun));
        }
    }

    private Duration lasted(long begun) {
        return Duration.ofNanos(ticks.getAsLong() - begun);
    }

    private boolean read(HttpResponse response) throws IOException, SourceException {
        health = Health.ok();
        if (wasConnected) {
            requestSnapshot.run();
        }
        wasConnected = true;
        LineReader lines = new LineReader(response.body());
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                handler.onLine(line);
                hasLines = true;
            }
        }
        return true;
    }

    private Duration onFailure(SourceException failure, Duration lasted) {
        boolean unreachable = failure.kind() == SourceException.Kind.UNREACHABLE;
        boolean silent = unreachable && lasted.compareTo(request.streamPause().orElseThrow()) >= 0;
        if (silent) {
            // A server that had nothing to say. If it is gone, the next attempt shows that.
            failures = 0;
            health = Health.ok();
            return pause();
        }
        failures = lasted.compareTo(longestPause()) >= 0 ? 1 : failures + 1;
        if (!unreachable || failures > 1) {
            health = Health.degraded("changes are seen late: " + failure.getMessage());
        }
        Duration pause = failure.kind() == SourceException.Kind.UNAUTHORIZED ? longestPause() : pause();
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        return asked.compareTo(pause) > 0 ? asked : pause;
    }

    /** Randomised by up to a quarter, so that sources that lose a server together do not come back together. */
    private Duration pause() {
        int doublings = Math.max(0, Math.min(failures - 1, Integer.SIZE - Integer.numberOfLeadingZeros(LONGEST)));
        Duration pause = firstPause.multipliedBy(Math.min(1 << doublings, LONGEST));
        double share = 0.75 + RandomGenerator.getDefault().nextDouble() / 2;
        return Duration.ofNanos((long) (share * pause.toNanos()));
    }

    private Duration longestPause() {
        return firstPause.multipliedBy(LONGEST);
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        ended.countDown();
        http.cancel(request);
    }
}
