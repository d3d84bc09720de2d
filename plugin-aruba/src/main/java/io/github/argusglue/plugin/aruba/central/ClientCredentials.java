package io.github.argusglue.plugin.aruba.central;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signs in with the client credentials of OAuth 2, and keeps the access token for as long as it is valid. */
final class ClientCredentials {
    /** For servers that do not say how long a token is valid; a refused token is replaced anyway. */
    private static final long USUAL_SECONDS = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final CentralConfig config;
    private final SourceHttpClient http;
    private final Clock clock;
    private @Nullable Secret authorization;
    private Instant renewAt = Instant.MIN;

    ClientCredentials(CentralConfig config, SourceHttpClient http, Clock clock) {
        this.config = config;
        this.http = http;
        this.clock = clock;
    }

    /** Returns the value of the header {@code Authorization}. Signs in if there is no token, or it is about to end. */
    Secret authorization() throws SourceException, InterruptedException {
        Instant now = clock.instant();
        if (authorization == null || !now.isBefore(renewAt)) {
            Token token = signIn();
            authorization = Secret.of("Bearer " + token.text());
            renewAt =
                    now.plus(Duration.ofSeconds(token.seconds()).multipliedBy(9).dividedBy(10));
        }
        return authorization;
    }

    /** Forgets the token, because it was refused. */
    void drop() {
        authorization = null;
    }

    private record Token(String text, long seconds) {}

    private Token signIn() throws SourceException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + encoded(config.clientId()) + "&client_secret="
                + encoded(config.clientSecret().reveal());
        HttpRequest request = HttpRequest.post(config.tokenUrl(), "")
                .content("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8))
                .repeatable()
                .accept(400, 401, 403)
                .confidential("access_token", "id_token", "refresh_token");
        return http.send(request, response -> read(request, response));
    }

    private Token read(HttpRequest request, HttpResponse response) throws IOException, SourceException {
        if (response.status() != 200) {
            throw SourceException.unauthorized(request + ": " + response.status() + error(response.text())
                    + ": check 'client_id', 'client_secret' and 'token_url'");
        }
        JsonNode answer = json.readTree(response.text());
        String token = answer.path("access_token").asText("");
        if (!token.matches("[!-~]+")) {
            throw new IOException("there is no usable 'access_token' in it");
        }
        long seconds = answer.path("expires_in").asLong(0);
        return new Token(token, seconds > 0 && seconds < 1_000_000 ? seconds : USUAL_SECONDS);
    }

    /** Returns the code of the error, and nothing else: the rest could repeat what was sent. */
    private String error(String text) {
        try {
            String code = json.readTree(text).path("error").asText("");
            return code.matches("[a-z_]{1,40}") ? " (" + code + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
