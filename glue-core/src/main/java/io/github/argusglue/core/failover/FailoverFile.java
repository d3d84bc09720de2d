package io.github.argusglue.core.failover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a group remembers over a restart: what a person has set, and whether it was active. */
final class FailoverFile {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final int VERSION = 1;

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();

    FailoverFile(Path file) {
        this.file = file;
    }

    /**
     * What was written.
     *
     * @param automatic the role by the primary's answers
     * @param byHand the role that a person has set; null if none
     * @param byHandSince when; null if none
     */
    record Known(
            Role automatic, @Nullable Role byHand, @Nullable Instant byHandSince) {
        static final Known NOTHING = new Known(Role.STANDBY, null, null);
    }

    Known load() {
        if (!Files.exists(file)) {
            return Known.NOTHING;
        }
        try {
            JsonNode root = mapper.readTree(Files.readAllBytes(file));
            Role automatic = role(root.path("automatic").asText());
            return root.hasNonNull("by_hand")
                    ? new Known(
                            automatic,
                            role(root.path("by_hand").asText()),
                            Instant.parse(root.path("by_hand_since").asText()))
                    : new Known(automatic, null, null);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn(
                    "{} cannot be read: a role that was set by hand is forgotten, 'argus-glue failover' sets it again: {}",
                    file,
                    e.toString());
            return Known.NOTHING;
        }
    }

    private static Role role(String word) {
        return Role.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** @throws IOException if it cannot be written; the message names the file */
    void save(Known known) throws IOException {
        ObjectNode root = mapper.createObjectNode().put("version", VERSION);
        root.put("automatic", word(known.automatic()));
        if (known.byHand() != null) {
            root.put("by_hand", word(known.byHand()));
            root.put("by_hand_since", String.valueOf(known.byHandSince()));
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, mapper.writeValueAsBytes(root));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("'" + file + "' cannot be written: " + e, e);
        }
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
