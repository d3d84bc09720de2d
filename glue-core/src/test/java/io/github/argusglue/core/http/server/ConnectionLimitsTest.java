package io.github.argusglue.core.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.RawClient;
import io.github.argusglue.core.http.RefusalLog;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConnectionLimitsTest {
    private static final int MOST = 4;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    private void start(Duration maxQuiet) throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(
                new ConnectionLimits(connector, 2 * MOST, MOST, maxQuiet, new RefusalLog((delay, task) -> {})));
        connector.addBean(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                opened.incrementAndGet();
            }
        });
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (Request.getPathInContext(request).equals("/hold")) {
                    held.add(() -> HttpReply.text(200, "held").send(response, callback));
                    return true;
                }
                HttpReply.text(200, "ok").send(response, Callback.from(callback, answered::incrementAndGet));
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aRequestHeaderSentByteByByteIsCut() throws Exception {
        start(Duration.ofMillis(1500));
        try (RawClient client = new RawClient(URI.create("http://127.0.0.1:" + connector.getLocalPort()))) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread drip = new Thread(() -> {
                client.send("GET / HTTP/1.1\r\nX: ");
                Await.never("sent", Duration.ofSeconds(10), () -> {
                    client.send("a");
                    return ended.get();
                });
            });
            drip.setDaemon(true);
            drip.setUncaughtExceptionHandler((thread, e) -> {});
            drip.start();

            assertEquals("", client.receive().text());
            ended.set(true);
        }
    }

    @Test
    void aBusyConnectionIsNotCut() throws Exception {
        start(Duration.ofMillis(1500));
        try (RawClient client = new RawClient(URI.create("http://127.0.0.1:" + connector.getLocalPort()))) {
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            int[] asked = {0};
            Await.until("it was long enough", () -> {
                if (asked[0]++ % 100 == 0) {
                    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                }
                return System.nanoTime() - end > 0;
            });
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            int answers = client.receive().text().split("HTTP/1.1 200", -1).length - 1;
            assertEquals((asked[0] + 99) / 100 + 1, answers);
        }
    }

    private RawClient connect() {
        int before = opened.get();
        RawClient client = new RawClient(URI.create("http://127.0.0.1:" + connector.getLocalPort()));
        // So that the next one is opened later.
        Await.until("opened", () -> opened.get() > before);
        return client;
    }

    private void get(RawClient client, String path, String more) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
    }

    @Test
    void aNewConnectionTakesThePlaceOfTheOneWithoutARequestTheLongest() throws Exception {
        start(Duration.ofMinutes(5));
        try (RawClient holding = connect()) {
            get(holding, "/hold", "Connection: close\r\n");
            Await.until("held", () -> !held.isEmpty());
            replaceTheSecondOf(connect(), connect(), connect());
            held.remove().run();
            assertEquals(200, holding.receive().status());
        }
    }

    private void replaceTheSecondOf(RawClient busy, RawClient second, RawClient third) {
        try (busy;
                second;
                third) {
            second.send("GET / HTTP/1.1\r\nX: ");
            get(busy, "/", "");
            Await.until("answered", () -> answered.get() == 1);

            try (RawClient newest = connect()) {
                assertEquals("", second.receive().text());
                get(newest, "/", "Connection: close\r\n");
                assertEquals(200, newest.receive().status());
            }
            get(third, "/", "Connection: close\r\n");
            assertEquals(200, third.receive().status());
            get(busy, "/", "Connection: close\r\n");
            assertEquals(200, busy.receive().status());
        }
    }
}
