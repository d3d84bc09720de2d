package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.LivestatusServer;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Livestatus over TLS, with certificates of an authority of its own. */
final class LivestatusTlsTest {
    private static final ObjectKey HOST = ObjectKey.host("h1");

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_795_213_286));
    private final StandInNagios nagios = new StandInNagios(clock);
    private final TestContext context = new TestContext("test", clock);
    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    private Path folder;

    @BeforeEach
    void fail() {
        nagios.addHost("h1");
        nagios.set("h1", "", 1, "down");
    }

    @AfterEach
    void close() {
        context.close();
        assertEquals(List.of(), context.escaped());
    }

    /** Starts a server whose certificate is for this name. */
    private LivestatusServer server(String name) throws IOException {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(name)
                .build();
        return LivestatusServer.tls(
                nagios,
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
    }

    private HttpAccess.Builder trusting(HeldCertificate issuer) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), issuer.certificatePem());
        return HttpAccess.builder().timeout(Duration.ofSeconds(20)).caFile(file);
    }

    private LivestatusBackend backend(String address, HttpAccess.Builder access) {
        return new LivestatusBackend(new LivestatusConfig(address, access.build()), context);
    }

    private String failure(String address, HttpAccess.Builder access) {
        try (LivestatusBackend backend = backend(address, access)) {
            SourceException failure = assertThrows(SourceException.class, () -> backend.start(() -> {}));
            assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
            return requireNonNull(failure.getMessage());
        }
    }

    @Test
    void readsCommandsAndHintsAreEncrypted() throws Exception {
        LinkedBlockingQueue<String> hints = new LinkedBlockingQueue<>();
        try (LivestatusServer server = server("127.0.0.1");
                LivestatusBackend backend = backend(server.address(), trusting(authority))) {
            backend.start(() -> hints.add("changed"));
            assertEquals(1, backend.read(Set.of()).objects().size());
            backend.commands().orElseThrow().comment(HOST, "ann", "hello");
            assertEquals("hello", nagios.comments().get(0).text());
            while (server.requests().stream().noneMatch(request -> request.contains("WaitTrigger"))) {
                Thread.onSpinWait();
            }
            clock.advance(Duration.ofSeconds(1));
            nagios.set("h1", "", 0, "up");
            assertNotNull(hints.poll(10, TimeUnit.SECONDS));
            assertTrue(backend.health().problem().isEmpty());
        }
    }

    @Test
    void theNameInTheCertificateMustBeTheHostOrServerName() throws Exception {
        try (LivestatusServer server = server("nagios.example.org")) {
            String message = failure(server.address(), trusting(authority));
            assertTrue(message.contains("No subject alternative names matching IP address 127.0.0.1"), message);
            assertTrue(message.endsWith(": check 'livestatus', 'ca_file' and 'server_name'"), message);
            assertEquals(List.of(), server.requests(), "nothing is sent to a server that is not the right one");
            HttpAccess.Builder named = trusting(authority).serverName("nagios.example.org");
            try (LivestatusBackend backend = backend(server.address(), named)) {
                assertEquals(1, backend.read(Set.of()).objects().size());
            }
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        try (LivestatusServer server = server("127.0.0.1")) {
            String message = failure(server.address(), trusting(other));
            assertTrue(message.contains("PKIX path"), message);
            // Without ca_file, the authorities of the system count.
            assertTrue(failure(server.address(), HttpAccess.builder()).contains("PKIX path"));
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void aFileThatHasNoCertificatesIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        try (LivestatusServer server = server("127.0.0.1")) {
            String message = failure(server.address(), HttpAccess.builder().caFile(file));
            assertTrue(message.contains("'ca_file': cannot use '" + file + "'"), message);
            String missing = failure(server.address(), HttpAccess.builder().caFile(folder.resolve("none.pem")));
            assertTrue(missing.contains("none.pem"), missing);
        }
    }

    @Test
    void aHandshakeThatHangsEndsAfterTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpAccess.Builder access = trusting(authority).timeout(Duration.ofMillis(200));
            String message = failure("tls://127.0.0.1:" + silent.getLocalPort(), access);
            assertTrue(message.contains("no answer within 200 ms"), message);
        }
    }
}
