package io.github.argusglue.core.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.argus.TokenOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom a source writes as in Argus, kept in its state folder. */
final class IdentityFile {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final int VERSION = 1;

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();

    IdentityFile(Path file) {
        this.file = file;
    }

    /**
     * What is remembered.
     *
     * @param server address of Argus
     * @param owner whom the source wrote as last; null if it never wrote
     * @param known one of its incidents; null if it had none so far
     * @param givenUp whether another owner is to be taken the next time
     * @param refusal of the last token that was looked at; null if it was taken
     */
    record Content(
            String server,
            @Nullable TokenOwner owner,
            @Nullable KnownIncident known,
            boolean givenUp,
            @Nullable Refusal refusal) {
        static final Content NOTHING = new Content("", null, null, false, null);

        Content refused(Refusal newer) {
            return new Content(server, owner, known, givenUp, newer);
        }

        Content givenUpOwner() {
            return new Content(server, owner, known, true, null);
        }

        Content knowing(KnownIncident incident) {
            return new Content(server, owner, incident, givenUp, refusal);
        }
    }

    /** An incident by which a server is known again that has got another address. */
    record KnownIncident(long pk, String sourceIncidentId, Instant start) {}

    /**
     * That a token was not taken.
     *
     * @param token hash of it
     * @param text what is wrong, and what to do
     */
    record Refusal(String token, String text) {}

    Content load() {
        if (!Files.exists(file)) {
            return Content.NOTHING;
        }
        try {
            return read(mapper.readTree(Files.readAllBytes(file)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn("{} cannot be read; whom the source writes as is remembered anew: {}", file, e.toString());
            return Content.NOTHING;
        }
    }

    void save(Content content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, mapper.writeValueAsBytes(write(content)));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Content read(JsonNode root) {
        if (root.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("version " + root.path("version"));
        }
        JsonNode known = root.path("known_incident");
        JsonNode refusal = root.path("refused");
        return new Content(
                root.path("server").asText(),
                root.has("user")
                        ? new TokenOwner(
                                root.path("user").asLong(),
                                root.path("source_system").asLong(),
                                root.path("source_name").asText())
                        : null,
                known.isObject()
                        ? new KnownIncident(
                                known.path("incident").asLong(),
                                known.path("source_incident_id").asText(),
                                Instant.parse(known.path("start").asText()))
                        : null,
                root.path("given_up").asBoolean(),
                refusal.isObject()
                        ? new Refusal(
                                refusal.path("token").asText(),
                                refusal.path("text").asText())
                        : null);
    }

    private ObjectNode write(Content content) {
        ObjectNode root = mapper.createObjectNode().put("version", VERSION).put("server", content.server());
        Optional.ofNullable(content.owner())
                .ifPresent(owner -> root.put("user", owner.userPk())
                        .put("source_system", owner.sourcePk())
                        .put("source_name", owner.sourceName()));
        Optional.ofNullable(content.known())
                .ifPresent(known -> root.putObject("known_incident")
                        .put("incident", known.pk())
                        .put("source_incident_id", known.sourceIncidentId())
                        .put("start", known.start().toString()));
        root.put("given_up", content.givenUp());
        Optional.ofNullable(content.refusal())
                .ifPresent(refusal ->
                        root.putObject("refused").put("token", refusal.token()).put("text", refusal.text()));
        return root;
    }
}
