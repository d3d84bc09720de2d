package io.github.argusglue.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.reconcile.EndedRecord;
import io.github.argusglue.core.reconcile.Ledger;
import io.github.argusglue.spi.AlertId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source remembers over a restart: which alerts people have closed in Argus. A cache, since Argus's logs say the
 * same: without it each of them costs a few requests, and one whose start has moved meanwhile is taken for a new
 * occurrence. So a file that cannot be read or written is a warning and no more.
 */
final class StateFile {
    private static final Logger log = LoggerFactory.getLogger(StateFile.class);
    private static final int VERSION = 1;

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();
    private List<Ledger.Quiet> saved = List.of();

    StateFile(Path file) {
        this.file = file;
    }

    List<Ledger.Quiet> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Ledger.Quiet> quiet = new ArrayList<>();
            for (JsonNode node : mapper.readTree(Files.readAllBytes(file)).path("quiet")) {
                quiet.add(read(node));
            }
            saved = List.copyOf(quiet);
            return saved;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn("{} cannot be read and is not used; nothing is lost by that: {}", file, e.toString());
            return List.of();
        }
    }

    /** Writes what is to be remembered, if it is not what was written last. */
    void save(List<Ledger.Quiet> quiet) {
        if (quiet.equals(saved)) {
            return;
        }
        ObjectNode root = mapper.createObjectNode().put("version", VERSION);
        ArrayNode list = root.putArray("quiet");
        quiet.forEach(one -> write(one, list.addObject()));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, mapper.writeValueAsBytes(root));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be written; it is only a cache: {}", file, e.toString());
        }
        saved = List.copyOf(quiet);
    }

    private static Ledger.Quiet read(JsonNode node) {
        String key = node.path("key").asText();
        AlertId id = node.has("started_at")
                ? AlertId.startedAt(key, Instant.parse(node.path("started_at").asText()))
                : AlertId.unique(key);
        return new Ledger.Quiet(
                id,
                new EndedRecord(
                        node.path("incident").asLong(),
                        node.path("source_incident_id").asText(),
                        Instant.parse(node.path("closed_at").asText()),
                        EndedRecord.By.PERSON));
    }

    private static void write(Ledger.Quiet quiet, ObjectNode node) {
        node.put("key", quiet.id().key());
        quiet.id().startedAt().ifPresent(at -> node.put("started_at", at.toString()));
        node.put("incident", quiet.record().pk());
        node.put("source_incident_id", quiet.record().sourceIncidentId());
        node.put("closed_at", quiet.record().endedAt().toString());
    }
}
