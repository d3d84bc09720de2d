package io.github.argusglue.core.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Where a source's token is remembered: by a hash, never as it is. */
final class TokenStateFile {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final int VERSION = 1;

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();
    private @Nullable TokenState saved;

    TokenStateFile(Path file) {
        this.file = file;
    }

    Optional<TokenState> load() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            TokenState read = read(mapper.readTree(Files.readAllBytes(file)));
            saved = read;
            return Optional.of(read);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn("{} cannot be read and is not used; little is lost by that: {}", file, e.toString());
            return Optional.empty();
        }
    }

    void save(TokenState memory) {
        if (memory.equals(saved)) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, mapper.writeValueAsBytes(write(memory)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be written; it is only a cache: {}", file, e.toString());
        }
        saved = memory;
    }

    private static TokenState read(JsonNode root) {
        if (root.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("version " + root.path("version"));
        }
        JsonNode refused = root.path("refused");
        JsonNode told = root.path("incident");
        return new TokenState(
                new TokenHash(root.path("token_hash").asText()),
                Instant.parse(root.path("seen_since").asText()),
                time(root, "made"),
                time(root, "expiry"),
                time(root, "stated"),
                root.hasNonNull("stated_for")
                        ? new TokenHash(root.path("stated_for").asText())
                        : null,
                time(root, "accepted_at"),
                refused.isObject()
                        ? new TokenFacts.Refused(
                                Instant.parse(refused.path("since").asText()),
                                refused.path("expired").asBoolean(),
                                refused.path("text").asText())
                        : null,
                root.path("user").asText(),
                root.path("source_pk").asLong(),
                RenewalStep.valueOf(root.path("said").asText()),
                told.isObject()
                        ? new TokenState.Told(
                                told.path("id").asText(),
                                told.path("pk").asLong(),
                                RenewalStep.valueOf(told.path("step").asText()),
                                told.path("closed").asBoolean())
                        : null);
    }

    private ObjectNode write(TokenState memory) {
        ObjectNode root = mapper.createObjectNode().put("version", VERSION);
        root.put("token_hash", memory.token().text());
        time(root, "seen_since", memory.seenSince());
        time(root, "made", memory.made());
        time(root, "expiry", memory.expiry());
        time(root, "stated", memory.stated());
        TokenHash statedFor = memory.statedFor();
        root.put("stated_for", statedFor == null ? null : statedFor.text());
        time(root, "accepted_at", memory.acceptedAt());
        TokenFacts.Refused refused = memory.refused();
        if (refused != null) {
            ObjectNode node = root.putObject("refused").put("expired", refused.expired());
            node.put("text", refused.text()).put("since", refused.since().toString());
        }
        root.put("user", memory.user()).put("source_pk", memory.sourcePk());
        root.put("said", memory.said().name());
        TokenState.Told told = memory.incident();
        if (told != null) {
            ObjectNode node = root.putObject("incident").put("id", told.id()).put("pk", told.pk());
            node.put("step", told.step().name()).put("closed", told.closed());
        }
        return root;
    }

    private static void time(ObjectNode node, String name, @Nullable Instant time) {
        node.put(name, time == null ? null : time.toString());
    }

    private static @Nullable Instant time(JsonNode node, String name) {
        return node.hasNonNull(name) ? Instant.parse(node.path(name).asText()) : null;
    }
}
