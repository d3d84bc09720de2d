package io.github.argusglue.core.argus.http;

import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Handshake;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A web server in front of Argus that requires a certificate of its clients. */
final class ClientCertificateTest {
    /** The server's alert, or the end of the connection, whichever comes first. */
    private static final String CAUSE = ".*: the server requires a client certificate, or does not accept ours"
            + " \\(.*\\): check 'client_certificate'"
            + "|.*: no answer: .* \\(a server that requires a client certificate may also end a connection like this:"
            + " check 'client_certificate'\\)";

    private final HeldCertificate ca =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final MockWebServer server = new MockWebServer();

    @TempDir
    private Path folder;

    private URI url = URI.create("");
    private Path caFile = Path.of("");
    private Path own = Path.of("");

    @BeforeEach
    void start() throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .signedBy(ca)
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(ca.certificate())
                .build()
                .sslSocketFactory());
        server.start(InetAddress.getLoopbackAddress(), 0);
        url = URI.create("https://127.0.0.1:" + server.getPort());
        caFile = Files.writeString(folder.resolve("ca.pem"), ca.certificatePem());
        own = folder.resolve("own.pem");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HeldCertificate signed(String name) {
        return new HeldCertificate.Builder().commonName(name).signedBy(ca).build();
    }

    /** Writes a certificate, its key and its CA, at a time that no other file has. */
    private void write(HeldCertificate held, int second) throws IOException {
        Files.writeString(own, held.certificatePem() + ca.certificatePem() + held.privateKeyPkcs8Pem());
        Files.setLastModifiedTime(own, FileTime.fromMillis(second * 1_000L));
    }

    private ArgusHttp open(@Nullable Path clientCertificate) throws IOException {
        ArgusAccess access = new ArgusAccess(url, Duration.ofSeconds(10), caFile, clientCertificate, null, "test");
        return ArgusHttp.open(access, InstantSource.system());
    }

    private long count(ArgusHttp http) throws Exception {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("{\"count\":5}")
                .build());
        return http.argus("x", Secret.of("t")).countOpen();
    }

    /** Returns the name in the certificate that the last request came with. */
    private String client() throws InterruptedException {
        Handshake handshake = server.takeRequest().getHandshake();
        return handshake == null
                ? "no TLS"
                : ((X509Certificate) handshake.peerCertificates().get(0))
                        .getSubjectX500Principal()
                        .getName();
    }

    @Test
    void isShownToTheServer() throws Exception {
        server.requireClientAuth();
        write(signed("oslo"), 1);
        try (ArgusHttp http = open(own)) {
            assertEquals(5, count(http));
            assertEquals("CN=oslo", client());
        }
    }

    @Test
    void aMissingOrForeignOneIsNamed() throws Exception {
        server.requireClientAuth();
        try (ArgusHttp http = open(null)) {
            ArgusException e = refused(Kind.SERVER_DOWN, () -> count(http));
            assertTrue(e.getMessage().matches(CAUSE), e.getMessage());
        }
        HeldCertificate foreign = new HeldCertificate.Builder().build();
        Files.writeString(own, foreign.certificatePem() + foreign.privateKeyPkcs8Pem());
        try (ArgusHttp http = open(own)) {
            ArgusException e = refused(Kind.SERVER_DOWN, () -> count(http));
            assertTrue(e.getMessage().matches(CAUSE), e.getMessage());
        }
    }

    @Test
    void thePageOfNginxIsUnderstood() throws Exception {
        try (ArgusHttp http = open(null)) {
            for (String text : List.of("No required SSL certificate was sent", "The SSL certificate error")) {
                server.enqueue(new MockResponse.Builder()
                        .code(400)
                        .addHeader("Content-Type", "text/html")
                        .body("<html><head><title>400 " + text
                                + "</title></head>\r\n<body><center>nginx</center></body>")
                        .build());
                Argus argus = http.argus("x", Secret.of("t"));
                ArgusException e = refused(Kind.BAD_ANSWER, argus::countOpen);
                assertTrue(
                        e.getMessage()
                                .endsWith(": the web server in front of Argus requires a client certificate, or does"
                                        + " not accept ours: check 'client_certificate'"),
                        e.getMessage());
            }
        }
    }

    @Test
    void aRenewedOneIsUsedAndAnUnusableOneIsNot() throws Exception {
        server.requireClientAuth();
        write(signed("first"), 1);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("argus");
        logger.addAppender(log);
        try (ArgusHttp http = open(own)) {
            assertEquals(5, count(http));
            assertEquals("CN=first", client());
            Files.delete(own);
            assertEquals(5, count(http));
            assertEquals(5, count(http));
            assertEquals("CN=first", client());
            assertEquals("CN=first", client());
            write(signed("second"), 2);
            assertEquals(5, count(http));
            assertEquals("CN=second", client());
        } finally {
            logger.detachAppender(log);
        }
        assertEquals(
                List.of(
                        "Argus '" + url + "': 'client_certificate': file '" + own
                                + "' does not exist or is not readable; the previous content stays in use",
                        "a certificate file of '" + url + "' has changed; using the new content"),
                log.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        // Other tests log at the same time.
                        .filter(line -> line.contains(url.toString()))
                        .toList());
    }

    @Test
    void anUnusableOneIsAFaultAtTheStart() throws Exception {
        Files.writeString(own, signed("x").certificatePem());
        IOException e = assertThrows(IOException.class, () -> open(own).close());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("'client_certificate': no unencrypted PKCS #8 key"),
                e::toString);
    }
}
