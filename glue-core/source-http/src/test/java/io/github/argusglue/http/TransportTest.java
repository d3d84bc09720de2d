package io.github.argusglue.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the server and of the client. */
final class TransportTest {
    private static final StreamHost HOST = new StreamHost(Thread::new, () -> {});

    private final HeldCertificate ca =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HeldCertificate clientCertificate =
            new HeldCertificate.Builder().signedBy(ca).build();
    private final MockWebServer server = new MockWebServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    /** Starts a server whose certificate is for this name. */
    private URI server(String name, boolean needsClient) throws IOException {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(ca)
                .addSubjectAlternativeName(name)
                .build();
        HandshakeCertificates handshake = new HandshakeCertificates.Builder()
                .heldCertificate(own)
                .addTrustedCertificate(ca.certificate())
                .build();
        server.useHttps(handshake.sslSocketFactory());
        if (needsClient) {
            server.requireClientAuth();
        }
        server.start(InetAddress.getLoopbackAddress(), 0);
        return URI.create("https://127.0.0.1:" + server.getPort());
    }

    private Path file(String name, String... pem) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", pem));
    }

    private static SourceHttp client(HttpAccess access) {
        InstantSource clock = InstantSource.system();
        return new SourceHttp(access, clock, RequestBudget.inMemory(clock), HttpObserver.NONE, HOST);
    }

    private String get(HttpAccess.Builder access, URI url) throws SourceException, InterruptedException {
        server.enqueue(new MockResponse.Builder().body("[]").build());
        try (SourceHttp http = client(access.build())) {
            return http.send(HttpRequest.get(url, ""), HttpResponse::text);
        }
    }

    @Test
    void serverCertificateNeedsItsAuthority() throws Exception {
        URI url = server("127.0.0.1", false);
        SourceException failure = assertThrows(SourceException.class, () -> get(HttpAccess.builder(), url));
        assertTrue(
                message(failure)
                        .endsWith("the server's certificate is not from a CA that this system trusts: if it is from a"
                                + " private CA, set 'ca_file' to a PEM file with the CA's certificate"),
                failure::toString);
        Path file = file("ca.pem", ca.certificatePem());
        assertEquals("[]", get(HttpAccess.builder().caFile(file), url));
    }

    @Test
    void serverWithoutTlsAndExpiredCertificateAreNamed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (Socket client = plain.accept()) {
                    client.getInputStream().read(new byte[4096]);
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The client closed the connection.
                }
            });
            answer.start();
            URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());
            SourceException failure = assertThrows(SourceException.class, () -> get(HttpAccess.builder(), url));
            assertTrue(message(failure).contains("does not speak TLS on this port: "), failure::toString);
            answer.join();
        }
        try (MockWebServer old = new MockWebServer()) {
            HeldCertificate expired = new HeldCertificate.Builder()
                    .signedBy(ca)
                    .addSubjectAlternativeName("127.0.0.1")
                    .validityInterval(0, 1_000)
                    .build();
            old.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(expired)
                    .build()
                    .sslSocketFactory());
            old.start(InetAddress.getLoopbackAddress(), 0);
            URI url = URI.create("https://127.0.0.1:" + old.getPort());
            Path file = file("ca.pem", ca.certificatePem());
            SourceException late = assertThrows(
                    SourceException.class, () -> get(HttpAccess.builder().caFile(file), url));
            assertTrue(message(late).contains("the server's certificate has expired (NotAfter: "), late::toString);
        }
    }

    @Test
    void serverNameReplacesTheHostOfTheAddress() throws Exception {
        URI url = server("icinga.example.org", false);
        Path file = file("ca.pem", ca.certificatePem());
        SourceException failure = assertThrows(
                SourceException.class, () -> get(HttpAccess.builder().caFile(file), url));
        assertTrue(
                message(failure)
                        .endsWith("the server's certificate is not for '127.0.0.1' but for icinga.example.org: use a"
                                + " name of the certificate in the address, or set 'server_name'"),
                failure::toString);
        assertThrows(
                SourceException.class,
                () -> get(HttpAccess.builder().caFile(file).serverName("nagios.example.org"), url));
        assertEquals("[]", get(HttpAccess.builder().caFile(file).serverName("icinga.example.org"), url));
        String asked = String.valueOf(server.takeRequest().getHandshakeServerNames());
        assertTrue(asked.contains("icinga.example.org"), asked);
    }

    @Test
    void clientCertificateWithItsChain() throws Exception {
        URI url = server("127.0.0.1", true);
        Path authority = file("ca.pem", "a comment", ca.certificatePem());
        assertThrows(SourceException.class, () -> get(HttpAccess.builder().caFile(authority), url));
        Path client = file(
                "client.pem",
                clientCertificate.certificatePem(),
                ca.certificatePem(),
                clientCertificate.privateKeyPkcs8Pem());
        assertEquals("[]", get(HttpAccess.builder().caFile(authority).clientCertificate(client), url));
    }

    @Test
    void changedFileIsReadAgain() throws Exception {
        URI url = server("127.0.0.1", false);
        Path file = file("ca.pem", clientCertificate.certificatePem());
        try (SourceHttp http = client(HttpAccess.builder().caFile(file).build())) {
            assertThrows(SourceException.class, () -> http.send(HttpRequest.get(url, ""), HttpResponse::text));
            file("ca.pem", ca.certificatePem());
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            server.enqueue(new MockResponse.Builder().body("[]").build());
            assertEquals("[]", http.send(HttpRequest.get(url, ""), HttpResponse::text));
        }
    }

    @Test
    void keyThatEveryoneCanReadIsAFault() throws Exception {
        Path key = file("key.pem", clientCertificate.certificatePem(), clientCertificate.privateKeyPkcs8Pem());
        HttpAccess access = HttpAccess.builder().clientCertificate(key).build();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                Map.of(
                        "client_certificate",
                        "file '" + key + "' contains a private key and is readable by everyone; run: chmod o-rwx '"
                                + key + "'"),
                CertificateFiles.faults(access));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(Map.of(), CertificateFiles.faults(access));
    }

    @Test
    void unusableFilesAreNamed() throws Exception {
        URI url = URI.create("https://127.0.0.1:1");
        Path empty = file("empty.pem", "");
        assertUnusable(
                "'ca_file': no certificate in PEM form in '" + empty + "'",
                HttpAccess.builder().caFile(empty),
                url);
        Path bad = file("bad.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        assertUnusable(
                "'ca_file': invalid certificate in '" + bad,
                HttpAccess.builder().caFile(bad),
                url);
        Path only = file("only.pem", clientCertificate.certificatePem());
        assertUnusable(
                "'client_certificate': no unencrypted PKCS #8 key",
                HttpAccess.builder().clientCertificate(only),
                url);
        assertUnusable(
                "file 'nosuch.pem' does not exist or is not readable",
                HttpAccess.builder().caFile(Path.of("nosuch.pem")),
                url);
    }

    private void assertUnusable(String message, HttpAccess.Builder access, URI url) {
        SourceException failure = assertThrows(SourceException.class, () -> get(access, url));
        assertEquals(SourceException.Kind.UNAUTHORIZED, failure.kind());
        assertTrue(message(failure).contains("not sent: "), failure::toString);
        assertTrue(message(failure).contains(message), failure::toString);
    }

    private static String message(SourceException failure) {
        return String.valueOf(failure.getMessage());
    }
}
