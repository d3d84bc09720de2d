package io.github.argusglue.core.identity;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.argus.TokenOwner;
import io.github.argusglue.core.state.JsonStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Stores the Argus user that a source writes as, in its state folder. */
final class IdentityFile {
    private static final int VERSION = 1;

    private final JsonStateFile<IdentityJson> json;

    IdentityFile(Path file) {
        this.json = new JsonStateFile<>(
                file, IdentityJson.class, "the owner of the next token becomes the user that the source writes as");
    }

    /**
     * The stored state.
     *
     * @param server address of Argus
     * @param owner the user that the source wrote as last; null if it never wrote
     * @param known one of its incidents; null if it had none so far
     * @param givenUp whether to accept another owner next time
     * @param refusal rejection of the last token that was checked; null if it was accepted
     */
    record IdentityState(
            String server,
            @Nullable TokenOwner owner,
            @Nullable KnownIncident known,
            boolean givenUp,
            @Nullable RefusedToken refusal) {
        static final IdentityState NOTHING = new IdentityState("", null, null, false, null);

        IdentityState withRejection(RefusedToken newer) {
            return new IdentityState(server, owner, known, givenUp, newer);
        }

        IdentityState withoutOwner() {
            return new IdentityState(server, owner, known, true, null);
        }

        IdentityState withKnownIncident(KnownIncident incident) {
            return new IdentityState(server, owner, incident, givenUp, refusal);
        }
    }

    /** An incident that identifies a server after a change of its address. */
    record KnownIncident(long pk, String sourceIncidentId, Instant start) {}

    /**
     * A rejected token.
     *
     * @param token hash of the token
     * @param text what is wrong and what to do
     */
    record RefusedToken(String token, String text) {}

    IdentityState load() {
        return json.read().map(IdentityJson::content).orElse(IdentityState.NOTHING);
    }

    void save(IdentityState content) throws IOException {
        json.write(IdentityJson.of(content));
    }

    /**
     * Content of the file.
     *
     * @param user number of the owner; null if the source never wrote
     * @param sourceSystem number of the owner's source system
     */
    record IdentityJson(
            int version,
            String server,
            @Nullable Long user,
            @Nullable Long sourceSystem,
            @Nullable String sourceName,
            @Nullable IncidentJson knownIncident,
            boolean givenUp,
            @Nullable RefusalJson refused) {
        IdentityJson {
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " where " + VERSION + " is known");
            }
            server = server == null ? "" : server;
        }

        static IdentityJson of(IdentityState content) {
            TokenOwner owner = content.owner();
            KnownIncident known = content.known();
            RefusedToken refusal = content.refusal();
            return new IdentityJson(
                    VERSION,
                    content.server(),
                    owner == null ? null : (Long) owner.userPk(),
                    owner == null ? null : (Long) owner.sourcePk(),
                    owner == null ? null : owner.sourceName(),
                    known == null ? null : new IncidentJson(known.pk(), known.sourceIncidentId(), known.start()),
                    content.givenUp(),
                    refusal == null ? null : new RefusalJson(refusal.token(), refusal.text()));
        }

        IdentityState content() {
            return new IdentityState(
                    server,
                    user == null
                            ? null
                            : new TokenOwner(
                                    user,
                                    sourceSystem == null ? 0 : sourceSystem,
                                    sourceName == null ? "" : sourceName),
                    knownIncident == null
                            ? null
                            : new KnownIncident(
                                    knownIncident.incident, knownIncident.sourceIncidentId, knownIncident.start),
                    givenUp,
                    refused == null ? null : new RefusedToken(refused.token, refused.text));
        }
    }

    /** One of the source's incidents. */
    record IncidentJson(long incident, String sourceIncidentId, Instant start) {
        IncidentJson {
            requireNonNull(sourceIncidentId, "'source_incident_id' is missing");
            requireNonNull(start, "'start' is missing");
        }
    }

    /** A rejected token. */
    record RefusalJson(String token, String text) {
        RefusalJson {
            token = token == null ? "" : token;
            text = text == null ? "" : text;
        }
    }
}
