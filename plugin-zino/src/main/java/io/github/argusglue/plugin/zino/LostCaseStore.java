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
 * Saves the alerts of lost cases for the next adapter, which could not detect the loss again: the cases cannot be read
 * any more, and once there are newer cases, a missing number no longer means a loss. Written only when a case is lost
 * or found again, which is rare.
 */
final class LostCaseStore {
    static final String NAME = "lost-cases";

    private static final Logger log = LoggerFactory.getLogger("zino");
    private static final int VERSION = 1;

    private final SourceState state;
    private Map<AlertId, CaseRegistry.LostCase> saved = Map.of();

    LostCaseStore(SourceState state) {
        this.state = state;
    }

    /** Returns the lost cases that an earlier adapter saved; none if the saved value is not valid. */
    Map<AlertId, CaseRegistry.LostCase> load() {
        byte[] bytes = state.get(NAME).orElse(new byte[0]);
        if (bytes.length > 0) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                saved = read(in);
            } catch (IOException | RuntimeException e) {
                log.warn("the saved list of lost cases is not valid and is ignored: {}", e.toString());
            }
        }
        return saved;
    }

    private static Map<AlertId, CaseRegistry.LostCase> read(DataInputStream in) throws IOException {
        if (in.readInt() != VERSION) {
            throw new IOException("unsupported version");
        }
        Map<AlertId, CaseRegistry.LostCase> lostCases = new LinkedHashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            AlertId unique = AlertId.unique(in.readUTF());
            String incidentId = in.readUTF();
            AlertId id = incidentId.equals(unique.key()) ? unique : unique.withIncidentId(incidentId);
            Instant since = Instant.ofEpochMilli(in.readLong());
            Alert.Builder alert = Alert.builder(id, Instant.ofEpochMilli(in.readLong()))
                    .severity(Severity.ofLevel(in.readInt()))
                    .held(in.readUTF())
                    .description(in.readUTF());
            for (int tags = in.readInt(); tags > 0; tags--) {
                alert.tag(new Tag(in.readUTF(), in.readUTF()));
            }
            lostCases.put(id, new CaseRegistry.LostCase(alert.build(), since));
        }
        return lostCases;
    }

    /** Saves the lost cases if they have changed. */
    void save(Map<AlertId, CaseRegistry.LostCase> lostCases) {
        if (lostCases.keySet().equals(saved.keySet())) {
            return;
        }
        saved = Map.copyOf(lostCases);
        try {
            if (lostCases.isEmpty()) {
                state.remove(NAME);
            } else {
                state.put(NAME, bytes(lostCases));
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("cannot save the list of lost cases; a restart may close their incidents: {}", e.getMessage());
        }
    }

    private static byte[] bytes(Map<AlertId, CaseRegistry.LostCase> lostCases) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeInt(lostCases.size());
            for (CaseRegistry.LostCase loss : lostCases.values()) {
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
