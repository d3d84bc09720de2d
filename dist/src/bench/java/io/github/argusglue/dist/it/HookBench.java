package io.github.argusglue.dist.it;

import io.github.argusglue.spi.Alert;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * From a webhook that is sent to the create that Argus gets, over real sockets, in a system that is otherwise idle: the
 * endpoint, a source with an adapter that opens an alert for each webhook, and the stand-in Argus. The time the
 * stand-in needs to make the incident is part of it.
 */
public final class HookBench {
    private static final int WARM_UP = 50;
    private static final int SAMPLES = 200;
    private static final Duration PAUSE = Duration.ofMillis(150);

    /** The usual one: what a cycle costs now and then is part of what is measured. */
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final double MILLI = 1e6;

    private HookBench() {}

    /** Measures; the number of samples may be given. */
    public static void main(String[] args) throws Exception {
        int samples = args.length > 1 ? Integer.parseInt(args[1]) : SAMPLES;
        try (HookScene scene = new HookScene(1, INTERVAL)) {
            HttpClient client = HttpClient.newHttpClient();
            long[] nanos = new long[samples];
            for (int i = -WARM_UP; i < samples; i++) {
                LockSupport.parkNanos(PAUSE.toNanos());
                Alert alert = HookScene.alert("sample-" + (i + WARM_UP));
                long begin = System.nanoTime();
                int status = scene.send(client, 0, alert);
                if (status != 200) {
                    throw new IllegalStateException("status " + status);
                }
                long arrived = scene.awaitCreates(i + WARM_UP + 1);
                if (i >= 0) {
                    nanos[i] = arrived - begin;
                }
            }
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "webhook sent -> incident made, %d samples: median %.1f ms, p99 %.1f ms, worst %.1f ms%n",
                    samples,
                    nanos[samples / 2] / MILLI,
                    nanos[(int) Math.ceil(samples * 0.99) - 1] / MILLI,
                    nanos[samples - 1] / MILLI);
        }
    }
}
