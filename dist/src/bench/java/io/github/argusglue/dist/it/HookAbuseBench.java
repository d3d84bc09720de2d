package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Two hundred clients that do the endpoint harm for a minute: bodies that never end, heads a byte at a time, bodies far
 * too large, without and with the token. Meanwhile five sources are to be read as if nobody were there, the page is to
 * answer, and memory is to stay bounded.
 */
public final class HookAbuseBench {
    private static final int CLIENTS = 200;
    private static final int SOURCES = 5;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final long MIB = 1 << 20;

    private final HookScene scene;
    private final long end;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private HookAbuseBench(HookScene scene, Duration time) {
        this.scene = scene;
        this.end = System.nanoTime() + time.toNanos();
    }

    /** Measures; the number of seconds may be given. */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 60);
        try (HookScene scene = new HookScene(SOURCES, INTERVAL)) {
            new HookAbuseBench(scene, time).run();
        }
    }

    private void run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            threads.execute(() -> abuse(number));
        }
        Duration latest = Duration.ZERO;
        long slowestPage = 0;
        long most = 0;
        int pages = 0;
        while (System.nanoTime() < end) {
            Instant now = Instant.now();
            for (Instant last : scene.lastSnapshots()) {
                Duration late = Duration.between(last, now).minus(INTERVAL);
                latest = late.compareTo(latest) > 0 ? late : latest;
            }
            long begin = System.nanoTime();
            pages += isAnswered() ? 1 : 0;
            slowestPage = Math.max(slowestPage, System.nanoTime() - begin);
            most = Math.max(
                    most,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);
        System.out.printf(
                Locale.ROOT,
                "%d clients, %d connections, %d MiB sent: latest cycle %d ms late; %d pages, slowest %d ms;"
                        + " heap at most %d MiB of %d, with the clients and the stand-in in it%n",
                CLIENTS,
                connections.get(),
                bytes.get() / MIB,
                latest.toMillis(),
                pages,
                TimeUnit.NANOSECONDS.toMillis(slowestPage),
                most / MIB,
                Runtime.getRuntime().maxMemory() / MIB);
        System.out.println("snapshots of each source: " + scene.snapshots());
    }

    private void abuse(int number) {
        List<String> tokens = List.of("", "Authorization: Bearer s3cret\r\n");
        String head =
                "POST /hooks/source-" + number % SOURCES + " HTTP/1.1\r\nHost: localhost\r\n" + tokens.get(number % 2);
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(scene.url().getHost(), scene.url().getPort())) {
                connections.incrementAndGet();
                socket.setSoTimeout(20);
                OutputStream out = socket.getOutputStream();
                switch (number / 2 % 4) {
                    case 0 -> drip(out, head + "Content-Length: 500000\r\n\r\n");
                    case 1 -> drip(out, head + "X-Slow: ");
                    case 2 -> pour(out, head + "Content-Length: 900000000\r\n\r\n");
                    default -> pourChunks(out, head + "Transfer-Encoding: chunked\r\n\r\n");
                }
            } catch (IOException e) {
                // Cut, which is right.
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private void drip(OutputStream out, String head) throws IOException {
        send(out, head.getBytes(StandardCharsets.US_ASCII));
        while (System.nanoTime() < end) {
            send(out, new byte[] {'a'});
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private void pour(OutputStream out, String head) throws IOException {
        send(out, head.getBytes(StandardCharsets.US_ASCII));
        byte[] block = new byte[65_536];
        while (System.nanoTime() < end) {
            send(out, block);
        }
    }

    private void pourChunks(OutputStream out, String head) throws IOException {
        send(out, head.getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        while (System.nanoTime() < end) {
            send(out, chunk);
        }
    }

    private void send(OutputStream out, byte[] data) throws IOException {
        out.write(data);
        bytes.addAndGet(data.length);
    }

    private boolean isAnswered() {
        try (Socket socket = new Socket(scene.url().getHost(), scene.url().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(12);
            return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
