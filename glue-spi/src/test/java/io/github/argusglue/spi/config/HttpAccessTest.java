package io.github.argusglue.spi.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAccessTest {
    private static HttpAccess.Keys access(Optional<String> user, Optional<Secret> password, Optional<Secret> token) {
        return new HttpAccess.Keys(
                Duration.ofSeconds(10),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                user,
                password,
                token,
                Map.of(),
                0,
                0);
    }

    @Test
    void requiresUserNameWithPasswordOrToken() {
        Optional<Secret> secret = Optional.of(Secret.of("s3cret"));
        assertDoesNotThrow(() -> access(Optional.empty(), Optional.empty(), Optional.empty()));
        assertDoesNotThrow(() -> access(Optional.of("me"), secret, Optional.empty()));
        assertDoesNotThrow(() -> access(Optional.empty(), Optional.empty(), secret));
        assertThrows(
                IllegalArgumentException.class, () -> access(Optional.of("me"), Optional.empty(), Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> access(Optional.empty(), secret, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> access(Optional.of("me"), secret, secret));
    }

    @Test
    void builderKeepsEveryValue() {
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(3))
                .caFile(Path.of("ca.pem"))
                .clientCertificate(Path.of("client.pem"))
                .serverName("nms")
                .proxy(URI.create("http://proxy:3128"))
                .basic("kari", Secret.of("s3cret"))
                .header("X-Tenant", Secret.of("noc"))
                .requestsPerHour(5000)
                .requestsPerDay(50_000)
                .build();
        assertEquals(access, access.toBuilder().build());
        assertEquals(Optional.of(5000), access.requestsPerHour());
        assertEquals(Optional.of(50_000), access.requestsPerDay());
        assertEquals(
                Optional.empty(), access.toBuilder().requestsPerHour(0).build().requestsPerHour());
        assertEquals(
                "HttpAccess[timeout=PT3S, caFile=Optional[ca.pem], clientCertificate=Optional[client.pem],"
                        + " serverName=Optional[nms], proxy=Optional[http://proxy:3128], username=Optional[kari],"
                        + " password=Optional[****], token=Optional.empty, headers={X-Tenant=****},"
                        + " requestsPerHour=5000, requestsPerDay=50000]",
                access.toString());
    }

    @Test
    void credentialsCanBeRemovedAndTheRestIsKept() {
        HttpAccess access = HttpAccess.builder().caFile(Path.of("ca.pem")).build();
        Secret secret = Secret.of("s3cret");

        assertEquals(
                access,
                access.toBuilder().basic("kari", secret).withoutCredentials().build());
        assertEquals(
                access, access.toBuilder().token(secret).withoutCredentials().build());
    }

    @Test
    void endpointHasAnAddressAndAnAccess() {
        HttpAccess access = HttpAccess.builder().build();
        HttpEndpoint endpoint = HttpEndpoint.of(URI.create("https://nms/x"), access);
        assertEquals(HttpEndpoint.of(URI.create("https://nms/x"), access), endpoint);
        assertThrows(IllegalArgumentException.class, () -> HttpEndpoint.of(URI.create("nms"), access));
    }

    @Test
    void secretIsMasked() {
        assertFalse(access(Optional.of("me"), Optional.of(Secret.of("s3cret")), Optional.empty())
                .toString()
                .contains("s3cret"));
    }

    @Test
    void secretCallsItsSupplierEachTime() {
        AtomicInteger calls = new AtomicInteger();
        Secret secret = Secret.from(() -> "v" + calls.incrementAndGet());
        assertEquals("v1", secret.reveal());
        assertEquals("v2", secret.reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://am.example.org", "http://127.0.0.1:9093/prefix", "https://[::1]:9093/"})
    void acceptsHttpAddresses(String url) {
        assertDoesNotThrow(() -> HttpEndpoint.requireHttp("url", URI.create(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "am.example.org",
                "ftp://am.example.org",
                "http:///x",
                "https://x.example/?a=1",
                "https://x.example/#a"
            })
    void refusesOtherAddresses(String url) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> HttpEndpoint.requireHttp("urls", URI.create(url)));
        assertEquals(0, String.valueOf(e.getMessage()).indexOf("'urls'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:hunter2@x.example/", "ftp://me:hunter2@x.example/"})
    void neverQuotesCredentialsInAnAddress(String url) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> HttpEndpoint.requireHttp("url", URI.create(url)));
        assertFalse(String.valueOf(e.getMessage()).contains("hunter2"));
    }
}
