package io.github.argusglue.core.token;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.argusglue.core.state.JsonStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the state of a source's token: it contains a hash, never the token itself. */
final class TokenStateFile {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final int VERSION = 1;

    private final Path file;
    private final JsonStateFile<TokenStateJson> json;
    private @Nullable TokenState saved;

    TokenStateFile(Path file) {
        this.file = file;
        this.json = new JsonStateFile<>(file, TokenStateJson.class, "the token is assumed to be as old as its file");
    }

    Optional<TokenState> load() {
        Optional<TokenState> read = json.read().map(TokenStateJson::state);
        read.ifPresent(state -> saved = state);
        return read;
    }

    void save(TokenState state) {
        if (state.equals(saved)) {
            return;
        }
        try {
            json.write(TokenStateJson.of(state));
        } catch (IOException e) {
            log.warn("cannot write {}, which is only a cache: {}", file, e.toString());
        }
        saved = state;
    }

    /**
     * The content of the file.
     *
     * @param statedFor hash of the token that {@code stated} is about; null if nothing is stated
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TokenStateJson(
            int version,
            String tokenHash,
            Instant seenSince,
            @Nullable Instant made,
            @Nullable Instant expiry,
            @Nullable Instant stated,
            @Nullable String statedFor,
            @Nullable Instant acceptedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            RefusedJson refused,

            String user,
            long sourcePk,
            RenewalStep said,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            WarningIncidentJson incident) {
        TokenStateJson {
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + ", expected " + VERSION);
            }
            requireNonNull(tokenHash, "'token_hash' is missing");
            requireNonNull(seenSince, "'seen_since' is missing");
            requireNonNull(said, "'said' is missing");
            user = user == null ? "" : user;
        }

        static TokenStateJson of(TokenState state) {
            TokenHash statedFor = state.statedFor();
            TokenFacts.Refused refused = state.refused();
            TokenState.WarningIncident told = state.incident();
            return new TokenStateJson(
                    VERSION,
                    state.token().text(),
                    state.seenSince(),
                    state.made(),
                    state.expiry(),
                    state.stated(),
                    statedFor == null ? null : statedFor.text(),
                    state.acceptedAt(),
                    refused == null ? null : new RefusedJson(refused.expired(), refused.text(), refused.since()),
                    state.user(),
                    state.sourcePk(),
                    state.loggedStep(),
                    told == null ? null : new WarningIncidentJson(told.id(), told.pk(), told.step(), told.closed()));
        }

        TokenState state() {
            return new TokenState(
                    new TokenHash(tokenHash),
                    seenSince,
                    made,
                    expiry,
                    stated,
                    statedFor == null ? null : new TokenHash(statedFor),
                    acceptedAt,
                    refused == null ? null : new TokenFacts.Refused(refused.since, refused.expired, refused.text),
                    user,
                    sourcePk,
                    said,
                    incident == null
                            ? null
                            : new TokenState.WarningIncident(incident.id, incident.pk, incident.step, incident.closed));
        }
    }

    /** A rejection of the token by Argus. */
    record RefusedJson(boolean expired, String text, Instant since) {
        RefusedJson {
            requireNonNull(since, "'since' is missing");
            text = text == null ? "" : text;
        }
    }

    /** The incident about the token. */
    record WarningIncidentJson(String id, long pk, RenewalStep step, boolean closed) {
        WarningIncidentJson {
            requireNonNull(step, "'step' is missing");
            id = id == null ? "" : id;
        }
    }
}
