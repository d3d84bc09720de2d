package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.SourceState;
import io.github.argusglue.spi.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the alerts of cases that Zino has lost for the next adapter: a case that Zino has forgotten cannot be read
 * again, and once there are newer ones its number tells nothing any more. Written when one is lost or found, which is
 * rare.
 */
final class SavedLosses {
    static final String NAME = "lost-cases";

    private static final Logger log = LoggerFactory.getLogger("zino");
    private static final int VERSION = 1;

    private final SourceState state;
    private Map<AlertId, CaseBook.Lost> saved = Map.of();

    SavedLosses(SourceState state) {
        this.state = state;
    }

    /** Returns what an earlier adapter has left; nothing if that makes no sense. */
    Map<AlertId, CaseBook.Lost> load() {
        byte[] bytes = state.get(NAME).orElse(new byte[0]);
        if (bytes.length > 0) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                saved = read(in);
            } catch (IOException | RuntimeException e) {
                log.warn(
                        "which cases Zino had lost before this start makes no sense and is not used: {}", e.toString());
            }
        }
        return saved;
    }

    private static Map<AlertId, CaseBook.Lost> read(DataInputStream in) throws IOException {
        if (in.readInt() != VERSION) {
            throw new IOException("of another version");
        }
        Map<AlertId, CaseBook.Lost> losses = new LinkedHashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            AlertId unique = AlertId.unique(in.readUTF());
            String name = in.readUTF();
            AlertId id = name.equals(unique.key()) ? unique : unique.withIncidentId(name);
            Instant since = Instant.ofEpochMilli(in.readLong());
            Alert.Builder alert = Alert.builder(id, Instant.ofEpochMilli(in.readLong()))
                    .severity(Severity.ofLevel(in.readInt()))
                    .held(in.readUTF())
                    .description(in.readUTF());
            for (int tags = in.readInt(); tags > 0; tags--) {
                alert.tag(new Tag(in.readUTF(), in.readUTF()));
            }
            losses.put(id, new CaseBook.Lost(alert.build(), since));
        }
        return losses;
    }

    /** Writes them, if they are not what was written last. */
    void save(Map<AlertId, CaseBook.Lost> losses) {
        if (losses.keySet().equals(saved.keySet())) {
            return;
        }
        saved = Map.copyOf(losses);
        try {
            if (losses.isEmpty()) {
                state.remove(NAME);
            } else {
                state.put(NAME, bytes(losses));
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn(
                    "which cases Zino has lost cannot be written: after a restart their incidents may be closed: {}",
                    e.getMessage());
        }
    }

    private static byte[] bytes(Map<AlertId, CaseBook.Lost> losses) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeInt(losses.size());
            for (CaseBook.Lost loss : losses.values()) {
                Alert alert = loss.alert();
                out.writeUTF(alert.id().key());
                out.writeUTF(alert.id().value());
                out.writeLong(loss.since().toEpochMilli());
                out.writeLong(alert.startedAt().toEpochMilli());
                out.writeInt(alert.severity().level());
                out.writeUTF(alert.heldReason().orElse(""));
                out.writeUTF(alert.description());
                out.writeInt(alert.tags().size());
                for (Tag tag : alert.tags()) {
                    out.writeUTF(tag.key());
                    out.writeUTF(tag.value());
                }
            }
        }
        return bytes.toByteArray();
    }
}
