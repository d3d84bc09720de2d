package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer.Response;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages and kinds of failures, and configured certificates. */
class SourceHttpClientTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private static SourceHttpClient.HttpAnswer<String> get(PrometheusConfigBuilder config, URI base)
            throws SourceException {
        try (SourceHttpClient http = new SourceHttpClient(config.build().access(), InstantSource.fixed(NOW))) {
            return http.get(
                    base,
                    "api/v2/alerts",
                    Map.of("filter", List.of("a=\"b&c\"")),
                    (body, now) -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    400; "bad matcher" ; BAD_ANSWER  ; 400 ("bad matcher"): check 'filter' and 'receiver'
                    401; ''            ; UNAUTHORIZED; 401: check 'username'
                    403; no            ; UNAUTHORIZED; 403 (no): check 'username'
                    404; <html>        ; BAD_ANSWER  ; 404: check the URL and its path prefix
                    410; gone          ; BAD_ANSWER  ; 410 (gone): check the URL
                    429; ''            ; RATE_LIMITED; 429
                    500; ''            ; UNREACHABLE ; 500
                    503; ''            ; UNREACHABLE ; 503
                    503; Limit of concurrent GET requests; RATE_LIMITED; 503 (Limit
                    """)
    void messageContainsResponseAndAdvice(int status, String body, SourceException.Kind kind, String message) {
        try (TinyHttpServer server = new TinyHttpServer(request -> Response.refusal(status, body, NOW))) {
            SourceException failure = assertThrows(
                    SourceException.class, () -> get(new PrometheusConfigBuilder(List.of(server.url())), server.url()));
            assertEquals(kind, failure.kind());
            String expected = "GET " + server.url() + "/api/v2/alerts: " + message;
            assertTrue(String.valueOf(failure.getMessage()).startsWith(expected), failure.toString());
        }
    }

    @Test
    void keepsThePathPrefixAndSendsTheToken() throws Exception {
        try (TinyHttpServer server = new TinyHttpServer(request -> Response.json(
                request.path() + request.query() + request.headers().get("authorization"), NOW))) {
            for (String prefix : new String[] {"/alertmanager", "/alertmanager/"}) {
                PrometheusConfigBuilder config = new PrometheusConfigBuilder(List.of(server.url())).token("t0ken");
                assertEquals(
                        "/alertmanager/api/v2/alerts{filter=[a=\"b&c\"]}Bearer t0ken",
                        get(config, server.url().resolve(prefix)).body());
            }
        }
    }

    @Test
    void invalidTokenIsNotShown() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        SourceException failure = assertThrows(
                SourceException.class,
                () -> get(new PrometheusConfigBuilder(List.of(nowhere)).token("gehéim\n"), nowhere));
        assertEquals(SourceException.Kind.UNAUTHORIZED, failure.kind());
        assertFalse(failure.toString().contains("geh"), failure.toString());
    }

    @Test
    void refusedConnectionIsUnreachable() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        SourceException failure =
                assertThrows(SourceException.class, () -> get(new PrometheusConfigBuilder(List.of(nowhere)), nowhere));
        assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.toString().contains("GET http://127.0.0.1:1/api/v2/alerts: Failed to connect"));
    }

    @Test
    void usesConfiguredCertificates() throws Exception {
        KeyStore own = keyStore();
        Path certificate = Files.writeString(folder.resolve("ca.pem"), pem("CERTIFICATE", certificate(own)));
        Path both = Files.writeString(
                folder.resolve("client.pem"),
                pem("CERTIFICATE", certificate(own))
                        + pem("PRIVATE KEY", own.getKey("mykey", PASSWORD).getEncoded()));
        HttpsServer server = server(own);
        try {
            URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            PrometheusConfigBuilder config = new PrometheusConfigBuilder(List.of(url));
            assertThrows(SourceException.class, () -> get(config, url), "an unknown authority");
            config.certificates(certificate, null);
            assertThrows(SourceException.class, () -> get(config, url), "no client certificate");
            config.certificates(certificate, both);
            assertEquals("[]", get(config, url).body());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void explainsInvalidFiles() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        URI url = URI.create("https://127.0.0.1:1");
        PrometheusConfigBuilder config = new PrometheusConfigBuilder(List.of(url)).certificates(empty, null);
        assertTrue(assertThrows(SourceException.class, () -> get(config, url))
                .toString()
                .contains("'ca_file': no certificate in PEM form in '" + empty + "'"));
        Path onlyCertificate = Files.writeString(folder.resolve("c.pem"), pem("CERTIFICATE", certificate(keyStore())));
        config.certificates(null, onlyCertificate);
        assertTrue(assertThrows(SourceException.class, () -> get(config, url))
                .toString()
                .contains("'client_certificate': no unencrypted PKCS #8 key"));
        config.certificates(folder.resolve("nosuch.pem"), null);
        assertTrue(assertThrows(SourceException.class, () -> get(config, url))
                .toString()
                .contains("cannot be read"));
    }

    private KeyStore keyStore() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("store-" + System.nanoTime() + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static byte[] certificate(KeyStore store) throws GeneralSecurityException {
        Certificate certificate = store.getCertificate("mykey");
        return certificate.getEncoded();
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    /** A server that requires a client certificate of its own authority. */
    private static HttpsServer server(KeyStore own) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", own.getCertificate("mykey"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("[]".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        return server;
    }
}
