package io.github.argusglue.dist.it;

import io.github.argusglue.spi.Alert;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.Builder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long the pages take and how large they are, with 20 sources and 10,000 alerts open in all. */
public final class PageBench {
    private static final int SOURCES = 20;
    private static final int ALERTS = 500;
    private static final int SAMPLES = 50;
    private static final double MILLI = 1e6;
    private static final double KIB = 1024;

    private PageBench() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        try (HookScene scene = new HookScene(SOURCES, Duration.ofSeconds(30))) {
            HttpClient client = HttpClient.newHttpClient();
            for (int source = 0; source < SOURCES; source++) {
                for (int i = 1; i < ALERTS; i++) {
                    scene.add(source, alert(source, i));
                }
                scene.send(client, source, alert(source, 0));
            }
            scene.awaitOpen(SOURCES * ALERTS);
            for (String path : new String[] {"/", "/sources/source-7", "/metrics", "/readyz"}) {
                measure(client, scene.url().resolve(path));
            }
        }
    }

    private static Alert alert(int source, int number) {
        return HookScene.alert("LinkDown on sw-" + source + ".example.org xe-0/0/" + number);
    }

    private static void measure(HttpClient client, URI url) throws Exception {
        Builder request = HttpRequest.newBuilder(url);
        long[] nanos = new long[SAMPLES];
        int size = 0;
        long first = 0;
        for (int i = 0; i < SAMPLES; i++) {
            long begin = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            nanos[i] = System.nanoTime() - begin;
            first = i == 0 ? nanos[0] : first;
            size = answer.body().length;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(url + ": " + answer.statusCode());
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-20s first %.1f ms, median %.1f ms, worst %.1f ms, %.1f KiB%n",
                url.getPath(),
                first / MILLI,
                nanos[SAMPLES / 2] / MILLI,
                nanos[SAMPLES - 1] / MILLI,
                size / KIB);
    }
}
