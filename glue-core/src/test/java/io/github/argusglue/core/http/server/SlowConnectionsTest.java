package io.github.argusglue.core.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.RawClient;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SlowConnectionsTest {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(new SlowConnections(connector, Duration.ofMillis(1500)));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                HttpReply.text(200, "ok").send(response, callback);
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
        try (RawClient client = new RawClient(URI.create("http://127.0.0.1:" + connector.getLocalPort()))) {
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            int[] asked = {0};
            Await.until("it was long enough", () -> {
                if (asked[0]++ % 100 == 0) {
                    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                }
                return System.nanoTime() - end > 0;
            });
            client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            int answers = client.receive().text().split("HTTP/1.1 200", -1).length - 1;
            assertEquals((asked[0] + 99) / 100 + 1, answers);
        }
    }
}
