package io.github.argusglue.core.argus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/** Whether the way to a server works, which decides whether another process of a cluster should take its sources. */
final class ReachableTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    private static boolean isReachable(int port) throws IOException {
        ArgusAccess access =
                new ArgusAccess(URI.create("http://127.0.0.1:" + port + "/"), SOON, null, null, null, "argus-glue");
        try (ArgusHttp http = ArgusHttp.open(access, Clock.systemUTC())) {
            return http.isReachable(SOON);
        }
    }

    @Test
    void anErrorIsAnAnswerWithoutToken() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder().code(503).build());
            server.start();
            assertTrue(isReachable(server.getPort()));
            RecordedRequest request = server.takeRequest();
            assertEquals("HEAD", request.getMethod());
            assertEquals(null, request.getHeaders().get("Authorization"));
        }
    }

    @Test
    void nobodyListens() throws Exception {
        int free;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = server.getLocalPort();
        }
        assertFalse(isReachable(free));
    }

    /** As a proxy that only relays TCP does, if the server behind it is gone. */
    @Test
    void connectionsAreAcceptedAndClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket accepted = server.accept()) {
                        accepted.getInputStream().read();
                    } catch (IOException e) {
                        // The test ends, or the client was faster.
                    }
                }
            });
            closing.start();
            assertFalse(isReachable(server.getLocalPort()));
        }
    }

    /** It is slow for everybody. */
    @Test
    void connectionsStayOpenWithoutAnAnswer() throws Exception {
        List<Socket> accepted = new CopyOnWriteArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread keeping = new Thread(() -> {
                try {
                    while (true) {
                        accepted.add(server.accept());
                    }
                } catch (IOException e) {
                    // The test ends.
                }
            });
            keeping.start();
            assertTrue(isReachable(server.getLocalPort()));
        } finally {
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }
}
