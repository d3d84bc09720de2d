package io.github.argusglue.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.reconcile.Cleared;
import io.github.argusglue.core.reconcile.EndedRecord;
import io.github.argusglue.core.reconcile.Ledger;
import io.github.argusglue.core.reconcile.Reopened;
import io.github.argusglue.core.reconcile.Slot;
import io.github.argusglue.spi.AlertId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source remembers over a restart: which alerts people have closed in Argus, which of those have cleared since,
 * and which incidents were opened again there. A cache, since Argus's logs say nearly the same: without it each of them
 * costs a few requests, an alert that a person closed lately is quiet though it had cleared in between, unless its
 * start tells, and one that a person once reopened is left open though its alert came back and is over. So a file that
 * cannot be read or written is a warning and no more.
 */
final class StateFile {
    private static final Logger log = LoggerFactory.getLogger(StateFile.class);
    private static final int VERSION = 1;

    /** How often it is tried to write a file that cannot be written. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private final Path file;
    private final InstantSource clock;
    private final FaultLog faults;
    private final ObjectMapper mapper = new ObjectMapper();
    private Known saved = Known.NOTHING;
    private Instant notBefore = Instant.MIN;

    /**
     * What is remembered; a file of an older argus-glue has nothing of what was opened again or has cleared.
     *
     * @param cleared alerts that have cleared after their last incident was closed
     */
    record Known(List<Ledger.Quiet> quiet, List<Reopened.Known> reopened, List<Cleared.Known> cleared) {
        static final Known NOTHING = new Known(List.of(), List.of(), List.of());

        Known {
            quiet = List.copyOf(quiet);
            reopened = List.copyOf(reopened);
            cleared = List.copyOf(cleared);
        }
    }

    StateFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.faults = new FaultLog(log, "state file", clock);
    }

    Known load() {
        if (!Files.exists(file)) {
            return Known.NOTHING;
        }
        try {
            JsonNode root = mapper.readTree(Files.readAllBytes(file));
            List<Ledger.Quiet> quiet = new ArrayList<>();
            root.path("quiet").forEach(node -> quiet.add(quiet(node)));
            List<Reopened.Known> reopened = new ArrayList<>();
            root.path("reopened").forEach(node -> reopened.add(reopened(node)));
            List<Cleared.Known> cleared = new ArrayList<>();
            root.path("cleared").forEach(node -> cleared.add(cleared(node)));
            saved = new Known(quiet, reopened, cleared);
            return saved;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn("{} cannot be read and is not used; nothing is lost by that: {}", file, e.toString());
            return Known.NOTHING;
        }
    }

    /** Writes what is to be remembered, if it is not what was written last. What cannot be written is tried again. */
    void save(Known known) {
        Instant now = clock.instant();
        if (known.equals(saved) || now.isBefore(notBefore)) {
            return;
        }
        ObjectNode root = mapper.createObjectNode().put("version", VERSION);
        ArrayNode list = root.putArray("quiet");
        known.quiet().forEach(one -> write(one, list.addObject()));
        ArrayNode reopened = root.putArray("reopened");
        known.reopened().forEach(one -> write(one, reopened.addObject()));
        ArrayNode cleared = root.putArray("cleared");
        known.cleared().forEach(one -> write(one, cleared.addObject()));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, mapper.writeValueAsBytes(root));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            saved = known;
            faults.fine();
        } catch (IOException e) {
            notBefore = now.plus(AGAIN);
            faults.fault("unwritable", file + " cannot be written, tried again; it is only a cache: " + e);
        }
    }

    private static Ledger.Quiet quiet(JsonNode node) {
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

    private static Cleared.Known cleared(JsonNode node) {
        return new Cleared.Known(
                new Slot(node.path("key").asText(), node.path("unique").asBoolean()),
                Instant.parse(node.path("closed_at").asText()),
                node.path("by_person").asBoolean());
    }

    private static void write(Cleared.Known known, ObjectNode node) {
        node.put("key", known.alert().key()).put("unique", known.alert().unique());
        node.put("closed_at", known.closedAt().toString()).put("by_person", known.byPerson());
    }

    private static Reopened.Known reopened(JsonNode node) {
        Instant returnedAt =
                node.has("returned_at") ? Instant.parse(node.path("returned_at").asText()) : null;
        return new Reopened.Known(
                node.path("incident").asLong(), node.path("by_person").asBoolean(), returnedAt);
    }

    private static void write(Reopened.Known known, ObjectNode node) {
        node.put("incident", known.incident()).put("by_person", known.byPerson());
        if (known.returnedAt() != null) {
            node.put("returned_at", known.returnedAt().toString());
        }
    }
}
