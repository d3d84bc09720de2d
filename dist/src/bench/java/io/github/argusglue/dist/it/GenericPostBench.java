package io.github.argusglue.dist.it;

import io.github.argusglue.standin.StandInArgus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * From a message that is posted to a source of type {@code generic} to the create that Argus gets, with the installed
 * program and the stand-in Argus, in a system that is otherwise idle. The message is on disk before it is answered.
 */
public final class GenericPostBench {
    private static final int WARM_UP = 200;
    private static final int SAMPLES = 200;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final double BOUND = 20;
    private static final double MILLI = 1e6;

    private GenericPostBench() {}

    /** Measures, and fails if the bound is exceeded; the number of samples may be given. */
    public static void main(String[] args) throws Exception {
        int samples = args.length > 1 ? Integer.parseInt(args[1]) : SAMPLES;
        try (StandInArgus argus = StandInArgus.start();
                GenericProgram program = new GenericProgram("posted", argus.url(), argus.addSource("posted"), "")) {
            program.send("{\"alive\": true}");
            long[] nanos = new long[samples];
            Instant start = Instant.now();
            for (int i = -WARM_UP; i < samples; i++) {
                LockSupport.parkNanos(PAUSE.toNanos());
                String message = "{\"open\": {\"key\": \"sample-" + (i + WARM_UP) + "\", \"start\": \"" + start
                        + "\", \"level\": 2, \"description\": \"the disk is full\", \"tags\": {\"host\": \"a\"}}}";
                int before = creates(argus);
                long begin = System.nanoTime();
                int status = program.post(message);
                if (status != 200) {
                    throw new IllegalStateException("status " + status);
                }
                long arrived = awaitCreate(argus, before + 1);
                if (i >= 0) {
                    nanos[i] = arrived - begin;
                }
            }
            Arrays.sort(nanos);
            double p99 = nanos[(int) Math.ceil(samples * 0.99) - 1] / MILLI;
            System.out.printf(
                    Locale.ROOT,
                    "message posted -> incident made, %d samples: median %.1f ms, p99 %.1f ms (bound %.0f), worst"
                            + " %.1f ms%n",
                    samples,
                    nanos[samples / 2] / MILLI,
                    p99,
                    BOUND,
                    nanos[samples - 1] / MILLI);
            if (p99 > BOUND) {
                throw new IllegalStateException("p99 " + p99 + " ms");
            }
        }
    }

    private static long awaitCreate(StandInArgus argus, int count) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (creates(argus) < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not " + count + " incidents");
            }
            LockSupport.parkNanos(100_000);
        }
        return System.nanoTime();
    }

    private static int creates(StandInArgus argus) {
        return (int) argus.requests().stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().endsWith("/incidents/"))
                .count();
    }
}
