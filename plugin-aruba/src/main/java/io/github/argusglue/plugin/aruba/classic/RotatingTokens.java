package io.github.argusglue.plugin.aruba.classic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.SourceState;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gets access tokens for refresh tokens that Central accepts only once: each answer has the next one, which is stored
 * before the access token is used. {@link #health} may be called by any thread, the rest by one at a time.
 */
final class RotatingTokens {
    private static final String ENTRY = "tokens";
    private static final long USUAL_SECONDS = 7_200;
    private static final Duration PAUSE_WHEN_LOST = Duration.ofHours(1);
    private static final String NEW_ONE =
            "make a new one (in Central: Account Home > API Gateway > System Apps & Tokens), and set 'refresh_token' to it";

    private final ObjectMapper json = new ObjectMapper();
    private final ClassicConfig config;
    private final SourceHttpClient http;
    private final SourceState state;
    private final Clock clock;
    private final Set<String> refused = new HashSet<>();
    private @Nullable TokenPair pair;
    private boolean unwritten;
    private String lostOrigin = "";
    private Instant lostUntil = Instant.MIN;
    private volatile Health health = Health.ok();

    RotatingTokens(ClassicConfig config, SourceHttpClient http, SourceState state, Clock clock) {
        this.config = config;
        this.http = http;
        this.state = state;
        this.clock = clock;
    }

    /** Returns an access token. Gets another one if there is none, if it was refused, or after 3/4 of its life. */
    Secret accessToken() throws SourceException, InterruptedException {
        Instant now = clock.instant();
        if (state.discardsChanges()) {
            return borrowed(now);
        }
        TokenPair known = known();
        String origin = origin();
        boolean usable = known != null
                && known.origin().equals(origin)
                && now.isBefore(known.expiresAt())
                && !refused.contains(known.access());
        if (known != null && usable && now.isBefore(known.renewAt())) {
            write(known);
            return Secret.of(known.access());
        }
        try {
            return Secret.of(renew(known, origin, now).access());
        } catch (SourceException e) {
            if (known == null || !usable) {
                throw e;
            }
            health = Health.degraded(
                    "the access token ends at " + known.expiresAt() + ", and there is no next one: " + e.getMessage());
            return Secret.of(known.access());
        }
    }

    /** Says that Central has refused an access token. */
    void refused(Secret access) {
        refused.add(access.reveal());
    }

    /** Returns a token without using up the refresh token: the next one would be lost with the discarded state. */
    private Secret borrowed(Instant now) throws SourceException {
        TokenPair stored = stored();
        if (stored != null && now.isBefore(stored.expiresAt()) && !refused.contains(stored.access())) {
            return Secret.of(stored.access());
        }
        Secret given = config.accessToken().orElse(null);
        if (given != null && !refused.contains(given.reveal())) {
            return given;
        }
        throw SourceException.unauthorized(
                "there is no valid access token, and this run must not use the refresh token,"
                        + " which works only once: run it while argus-glue runs with this source, or set 'access_token' to a new"
                        + " one (in Central: Account Home > API Gateway > System Apps & Tokens)");
    }

    private @Nullable TokenPair stored() {
        return state.get(ENTRY).flatMap(TokenPair::parse).orElse(null);
    }

    private @Nullable TokenPair known() {
        if (pair == null) {
            pair = stored();
        }
        return pair;
    }

    private TokenPair renew(@Nullable TokenPair known, String origin, Instant now)
            throws SourceException, InterruptedException {
        if (origin.equals(lostOrigin) && now.isBefore(lostUntil)) {
            throw lost();
        }
        String given = config.refreshToken().reveal();
        Set<String> candidates = new LinkedHashSet<>();
        if (known != null && known.origin().equals(origin)) {
            candidates.add(known.refresh());
            candidates.add(known.previous());
            candidates.add(given);
        } else {
            // Somebody has set a new one.
            candidates.add(given);
            candidates.add(known == null ? given : known.refresh());
        }
        candidates.remove("");
        for (String candidate : candidates) {
            TokenPair next = exchange(candidate, origin, now).orElse(null);
            if (next != null) {
                refused.clear();
                pair = next;
                unwritten = true;
                health = Health.ok();
                write(next);
                return next;
            }
        }
        lostOrigin = origin;
        lostUntil = now.plus(PAUSE_WHEN_LOST);
        throw lost();
    }

    private static SourceException lost() {
        return SourceException.unauthorized("Central refuses the refresh token: another program has used it, it was not"
                + " used for 15 days, or 'state_dir' was lost: " + NEW_ONE);
    }

    private void write(TokenPair tokens) {
        if (!unwritten) {
            return;
        }
        try {
            state.put(ENTRY, tokens.format());
            unwritten = false;
            health = Health.ok();
        } catch (IOException | IllegalArgumentException e) {
            health = Health.degraded("the new refresh token cannot be stored, and a restart would lose it: "
                    + e.getMessage() + ": make room in 'state_dir' and check its permissions");
        }
    }

    /** Returns the next tokens; empty if the refresh token is refused. */
    private Optional<TokenPair> exchange(String refresh, String origin, Instant now)
            throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.post(config.endpoint().url(), "oauth2/token")
                .query("grant_type", "refresh_token")
                .query("client_id", config.clientId())
                .query("client_secret", config.clientSecret().reveal())
                .query("refresh_token", refresh)
                .accept(400, 401, 403)
                .confidential("client_secret", "refresh_token", "access_token");
        return http.send(request, response -> {
            if (response.status() != 200) {
                return refusal(request, response);
            }
            JsonNode answer = json.readTree(response.text());
            String access = answer.path("access_token").asText("");
            String next = answer.path("refresh_token").asText("");
            if (!access.matches("[!-~]+")) {
                throw new IOException("there is no usable 'access_token' in it");
            }
            long said = answer.path("expires_in").asLong(0);
            long seconds = said > 0 && said < 1_000_000 ? said : USUAL_SECONDS;
            return Optional.of(new TokenPair(
                    origin,
                    next.isEmpty() ? refresh : next,
                    refresh,
                    access,
                    now.plusSeconds(seconds * 3 / 4),
                    now.plusSeconds(seconds)));
        });
    }

    /** The text of an answer is not shown: it could repeat what was sent. */
    private static Optional<TokenPair> refusal(HttpRequest request, HttpResponse response)
            throws IOException, SourceException {
        String text = response.text().toLowerCase(Locale.ROOT).replace(' ', '_');
        if (text.contains("refresh_token") || text.contains("invalid_grant")) {
            return Optional.empty();
        }
        throw SourceException.unauthorized(
                request + ": " + response.status() + ": check 'client_id', 'client_secret' and 'url'");
    }

    /** Recognises a changed configuration: its refresh token is newer than the stored one. */
    private String origin() {
        String text = String.join(
                "\n",
                config.endpoint().url().toString(),
                config.clientId(),
                config.refreshToken().reveal());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Returns whether the tokens can be renewed and stored. */
    Health health() {
        return health;
    }
}
