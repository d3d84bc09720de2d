package io.github.argusglue.core.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.registry.AckCache;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.retry.FaultLog;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered over a restart between Argus's people and a source: what the source was told, and which
 * acknowledgements in Argus are ours. A cache: without it each acknowledged incident is looked at once more, and the
 * source is told once more what is in force.
 */
public final class FeedbackStateFile {
    private static final Logger log = LoggerFactory.getLogger("state");

    /**
     * 2: since what a source makes of an acknowledgement names the installation, it is told once more what is in force.
     */
    private static final int VERSION = 2;

    /** How often it is written for nothing more than how far the log was read. */
    private static final Duration HANDLED_EVERY = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofMillis(500);

    private final Path file;
    private final InstantSource clock;
    private final ObjectMapper mapper = new ObjectMapper();
    private final FaultLog faults;
    private @Nullable Known saved;
    private Instant savedAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;

    /**
     * What is remembered.
     *
     * @param told what the source knows of incidents
     * @param handled up to which line of Argus's log everything was dealt with; 0 for none
     * @param acks acknowledgements in Argus that are ours
     * @param perhapsMoreAcks whether there may be others of ours
     */
    public record Known(List<DeliveredState> told, long handled, List<AckCache.Own> acks, boolean perhapsMoreAcks) {
        static final Known NOTHING = new Known(List.of(), 0, List.of(), true);

        public Known {
            told = List.copyOf(told);
            acks = List.copyOf(acks);
        }

        public List<Long> ackedByPeople() {
            return told.stream()
                    .filter(DeliveredState::acked)
                    .map(DeliveredState::incident)
                    .toList();
        }

        private boolean isLike(Known other) {
            return told.equals(other.told)
                    && acks.equals(other.acks)
                    && perhapsMoreAcks == other.perhapsMoreAcks
                    && (handled == 0) == (other.handled == 0);
        }
    }

    public FeedbackStateFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.faults = new FaultLog(log, "state file", clock);
    }

    public Known load() {
        if (!Files.exists(file)) {
            return Known.NOTHING;
        }
        try {
            Known known = read(mapper.readTree(Files.readAllBytes(file)));
            saved = known;
            return known;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn("{} cannot be read and is not used; nothing is lost by that: {}", file, e.toString());
            return Known.NOTHING;
        }
    }

    /** Writes what is to be remembered, if that is worth it by now; tells whether something is left to be written. */
    public boolean save(Known known) {
        Instant now = clock.instant();
        Known before = saved;
        if (known.equals(before)) {
            return false;
        }
        if (now.isBefore(notBefore)) {
            return true;
        }
        boolean onlyHandled = before != null && known.isLike(before);
        if (savedAt.plus(onlyHandled ? HANDLED_EVERY : EVERY).isAfter(now)) {
            return !onlyHandled;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, mapper.writeValueAsBytes(write(known)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            saved = known;
            savedAt = now;
            faults.recovered();
            return false;
        } catch (IOException e) {
            notBefore = now.plus(QuietStateFile.AGAIN);
            faults.fault("unwritable", file + " cannot be written, tried again; it is only a cache: " + e);
            return true;
        }
    }

    private static Known read(JsonNode root) {
        if (root.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("version " + root.path("version"));
        }
        List<DeliveredState> told = new ArrayList<>();
        for (JsonNode node : root.path("told")) {
            told.add(new DeliveredState(
                    node.path("incident").asLong(),
                    node.path("handled").asLong(),
                    node.path("acked").asBoolean(),
                    time(node, "ack_end"),
                    node.path("ticket").asText(),
                    node.path("closed").asBoolean()));
        }
        List<AckCache.Own> acks = new ArrayList<>();
        for (JsonNode node : root.path("acks")) {
            acks.add(new AckCache.Own(
                    node.path("incident").asLong(),
                    node.path("ack").asLong(),
                    Instant.parse(node.path("at").asText()),
                    node.path("text").asText(),
                    time(node, "written"),
                    time(node, "until"),
                    Instant.EPOCH));
        }
        return new Known(
                told,
                root.path("handled").asLong(),
                acks,
                root.path("perhaps_more_acks").asBoolean(true));
    }

    private ObjectNode write(Known known) {
        ObjectNode root = mapper.createObjectNode().put("version", VERSION);
        root.put("handled", known.handled()).put("perhaps_more_acks", known.perhapsMoreAcks());
        ArrayNode told = root.putArray("told");
        for (DeliveredState one : known.told()) {
            ObjectNode node = told.addObject();
            node.put("incident", one.incident()).put("handled", one.handled());
            node.put("acked", one.acked()).put("ticket", one.ticket()).put("closed", one.closed());
            time(node, "ack_end", one.ackEnd());
        }
        ArrayNode acks = root.putArray("acks");
        for (AckCache.Own one : known.acks()) {
            ObjectNode node = acks.addObject();
            node.put("incident", one.incident()).put("ack", one.ackPk());
            node.put("at", one.at().toString()).put("text", one.description());
            time(node, "written", one.written());
            time(node, "until", one.expiration());
        }
        return root;
    }

    private static void time(ObjectNode node, String name, @Nullable Instant time) {
        if (time != null) {
            node.put(name, time.toString());
        }
    }

    private static @Nullable Instant time(JsonNode node, String name) {
        return node.has(name) ? Instant.parse(node.path(name).asText()) : null;
    }
}
