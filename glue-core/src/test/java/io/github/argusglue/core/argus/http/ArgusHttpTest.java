package io.github.argusglue.core.argus.http;

import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private certificate authorities and proxies. */
final class ArgusHttpTest {
    private static final String PASSWORD = "changeit";
    private static final MockResponse COUNT = new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body("{\"count\":5}")
            .build();

    @Test
    void privateAuthorityIsTrustedIfConfigured(@TempDir Path dir) throws Exception {
        Path pem = dir.resolve("ca.pem");
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(selfSigned(dir, pem));
            server.start();
            server.enqueue(COUNT);
            URI url = URI.create("https://localhost:" + server.getPort());
            try (ArgusHttp http = open(url, pem, null)) {
                assertEquals(5, http.argus("x", Secret.of("t")).countOpen());
            }
            try (ArgusHttp http = open(url, null, null)) {
                ArgusException e = refused(Kind.SERVER_DOWN, http.argus("x", Secret.of("t"))::countOpen);
                assertTrue(e.getMessage().contains("not from a CA that this system trusts"), e.getMessage());
                assertTrue(e.getMessage().contains("set 'ca_file'"), e.getMessage());
            }
        }
    }

    @Test
    void clockOfTheServerIsTold() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            server.enqueue(COUNT.newBuilder()
                    .setHeader("Date", "Fri, 01 Jan 2010 00:00:00 GMT")
                    .build());
            List<Duration> ahead = new CopyOnWriteArrayList<>();
            RequestObserver observer = new RequestObserver() {
                @Override
                public void requestEnded(ArgusException.@Nullable Kind failure, Duration took) {}

                @Override
                public void clock(Duration difference) {
                    ahead.add(difference);
                }
            };
            ArgusAccess access = new ArgusAccess(server.url("/").uri(), Duration.ofSeconds(10));
            try (ArgusHttp http = ArgusHttp.open(access, InstantSource.system(), observer)) {
                assertEquals(5, http.argus("x", Secret.of("t")).countOpen());
            }
            assertEquals(1, ahead.size());
            assertTrue(ahead.get(0).toDays() > 365, ahead::toString);
        }
    }

    @Test
    void httpsToAPortWithoutTlsAsksForThePort() throws Exception {
        // Not an HTTP server: whether that closes or waits for more depends on the random bytes of the handshake.
        CompletableFuture<Void> closes;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ArgusHttp http = open(URI.create("https://localhost:" + server.getLocalPort()), null, null)) {
            closes = CompletableFuture.runAsync(() -> closeInHandshake(server));
            ArgusException e = refused(Kind.SERVER_DOWN, http.argus("x", Secret.of("t"))::countOpen);
            assertTrue(
                    e.getMessage()
                            .endsWith(": the server closed the connection during the TLS handshake: is this its"
                                    + " port for https?"),
                    e.getMessage());
        }
        closes.get(10, TimeUnit.SECONDS);
    }

    private static void closeInHandshake(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                in.read();
                socket.shutdownOutput();
                // Closing with bytes unread would reset the connection instead.
                in.readAllBytes();
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void aBadCaFileIsNamed(@TempDir Path dir) throws IOException {
        URI url = URI.create("https://argus.invalid");
        Path missing = dir.resolve("missing.pem");
        assertTrue(
                assertThrows(IOException.class, () -> open(url, missing, null).close())
                        .toString()
                        .contains("missing.pem"));
        for (String text : new String[] {"", "rubbish", "-----BEGIN CERTIFICATE-----\nrubbish\n"}) {
            Path bad = Files.writeString(dir.resolve("bad.pem"), text);
            IOException e =
                    assertThrows(IOException.class, () -> open(url, bad, null).close());
            assertTrue(e.toString().contains("bad.pem"), e.toString());
        }
    }

    @Test
    void aProxyIsUsed() throws Exception {
        try (MockWebServer proxy = new MockWebServer()) {
            proxy.start();
            proxy.enqueue(COUNT);
            proxy.enqueue(new MockResponse.Builder().code(407).build());
            URI proxyUrl = URI.create("http://localhost:" + proxy.getPort());
            try (ArgusHttp http = open(URI.create("http://argus.invalid/a"), null, proxyUrl)) {
                Argus argus = http.argus("x", Secret.of("t"));
                assertEquals(5, argus.countOpen());
                ArgusException e = refused(Kind.BAD_ANSWER, argus::countOpen);
                assertTrue(e.getMessage().contains("check 'proxy'"), e.getMessage());
            }
            assertEquals(
                    "http://argus.invalid/a/api/v2/incidents/mine/?open=true&count=true",
                    proxy.takeRequest().getTarget());
        }
    }

    private static ArgusHttp open(URI url, @Nullable Path caFile, @Nullable URI proxy) throws IOException {
        return ArgusHttp.open(
                new ArgusAccess(url, Duration.ofSeconds(10), caFile, null, proxy, "test"), InstantSource.system());
    }

    /** Creates a certificate for localhost, writes it as PEM and returns the server's socket factory. */
    private static SSLSocketFactory selfSigned(Path dir, Path pem) throws Exception {
        Path store = dir.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "x",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "x",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                pem.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getSocketFactory();
    }

    private static void keytool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        command[1] = "-J-Duser.language=en";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), "keytool");
    }
}
