package io.github.argusglue.plugin.aruba.classic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The tokens that Central gave last, as they are kept in the state.
 *
 * @param origin digest of the configuration that they come from
 * @param refresh the next refresh token
 * @param previous the one before, until the next one has worked
 * @param access the access token
 * @param renewAt when the access token is replaced
 * @param expiresAt when the access token ends
 */
record TokenPair(String origin, String refresh, String previous, String access, Instant renewAt, Instant expiresAt) {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns stored tokens; empty if the value is not one that this class wrote. */
    static Optional<TokenPair> parse(byte[] value) {
        try {
            JsonNode stored = JSON.readTree(value);
            TokenPair pair = new TokenPair(
                    stored.path("origin").asText(""),
                    stored.path("refresh").asText(""),
                    stored.path("previous").asText(""),
                    stored.path("access").asText(""),
                    Instant.ofEpochSecond(stored.path("renew_at").asInt()),
                    Instant.ofEpochSecond(stored.path("expires_at").asInt()));
            boolean usable = stored.path("version").asInt() == VERSION && !pair.refresh.isEmpty();
            return usable ? Optional.of(pair) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the value to store. */
    byte[] format() {
        return JSON.createObjectNode()
                .put("version", VERSION)
                .put("origin", origin)
                .put("refresh", refresh)
                .put("previous", previous)
                .put("access", access)
                .put("renew_at", renewAt.getEpochSecond())
                .put("expires_at", expiresAt.getEpochSecond())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenPair[****]";
    }
}
