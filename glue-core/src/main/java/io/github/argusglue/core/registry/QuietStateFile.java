package io.github.argusglue.core.registry;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.core.state.JsonStateFile;
import io.github.argusglue.spi.AlertId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source remembers over a restart: which alerts people have closed in Argus, which of those have cleared since,
 * and which incidents were opened again there. A cache, since Argus's logs say nearly the same: without it each of them
 * costs a few requests, an alert that a person closed lately is quiet though it had cleared in between, unless its
 * start tells, and one that a person once reopened is left open though its alert came back and is over. So a file that
 * cannot be read or written is a warning and no more.
 */
public final class QuietStateFile {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final int VERSION = 1;

    /** How often it is tried to write a file that cannot be written. */
    public static final Duration AGAIN = Duration.ofSeconds(10);

    private final Path file;
    private final JsonStateFile<QuietStateJson> json;
    private final InstantSource clock;
    private final FaultLog faults;
    private Known saved = Known.NOTHING;
    private Instant notBefore = Instant.MIN;

    /**
     * What is remembered; a file of an older argus-glue has nothing of what was opened again or has cleared.
     *
     * @param cleared alerts that have cleared after their last incident was closed
     */
    public record Known(
            List<Ledger.Quiet> quiet, List<ReopenedIncidents.Known> reopened, List<ClearedIncidents.Known> cleared) {
        public static final Known NOTHING = new Known(List.of(), List.of(), List.of());

        public Known {
            quiet = List.copyOf(quiet);
            reopened = List.copyOf(reopened);
            cleared = List.copyOf(cleared);
        }
    }

    public QuietStateFile(Path file, InstantSource clock) {
        this.file = file;
        this.json = new JsonStateFile<>(
                file, QuietStateJson.class, "what people closed and opened again is found out from the logs of Argus");
        this.clock = clock;
        this.faults = new FaultLog(log, "state file", clock);
    }

    public Known load() {
        saved = json.read().map(QuietStateJson::known).orElse(Known.NOTHING);
        return saved;
    }

    /** Writes what is to be remembered, if it is not what was written last. What cannot be written is tried again. */
    public void save(Known known) {
        Instant now = clock.instant();
        if (known.equals(saved) || now.isBefore(notBefore)) {
            return;
        }
        try {
            json.write(QuietStateJson.of(known));
            saved = known;
            faults.recovered();
        } catch (IOException e) {
            notBefore = now.plus(AGAIN);
            faults.warn("unwritable", file + " cannot be written, tried again; it is only a cache: " + e);
        }
    }

    /** What the file holds. */
    record QuietStateJson(
            int version, List<QuietAlertJson> quiet, List<ReopenedJson> reopened, List<ClearedJson> cleared) {
        /** What an argus-glue did not know that has written the file is not there. */
        QuietStateJson {
            quiet = quiet == null ? List.of() : List.copyOf(quiet);
            reopened = reopened == null ? List.of() : List.copyOf(reopened);
            cleared = cleared == null ? List.of() : List.copyOf(cleared);
        }

        static QuietStateJson of(Known known) {
            return new QuietStateJson(
                    VERSION,
                    known.quiet().stream().map(QuietAlertJson::of).toList(),
                    known.reopened().stream().map(ReopenedJson::of).toList(),
                    known.cleared().stream().map(ClearedJson::of).toList());
        }

        Known known() {
            return new Known(
                    quiet.stream().map(QuietAlertJson::known).toList(),
                    reopened.stream().map(ReopenedJson::known).toList(),
                    cleared.stream().map(ClearedJson::known).toList());
        }
    }

    /**
     * An alert whose incident a person closed.
     *
     * @param startedAt of the alert; null if it is known by its key alone
     */
    record QuietAlertJson(
            String key, @Nullable Instant startedAt, long incident, String sourceIncidentId, Instant closedAt) {
        QuietAlertJson {
            requireNonNull(key, "'key' is missing");
            requireNonNull(sourceIncidentId, "'source_incident_id' is missing");
            requireNonNull(closedAt, "'closed_at' is missing");
        }

        static QuietAlertJson of(Ledger.Quiet known) {
            return new QuietAlertJson(
                    known.id().key(),
                    known.id().startedAt().orElse(null),
                    known.record().pk(),
                    known.record().sourceIncidentId(),
                    known.record().endedAt());
        }

        Ledger.Quiet known() {
            return new Ledger.Quiet(
                    startedAt == null ? AlertId.unique(key) : AlertId.startedAt(key, startedAt),
                    new ClosedIncident(incident, sourceIncidentId, closedAt, ClosedIncident.By.PERSON));
        }
    }

    /** An incident that was opened again. */
    record ReopenedJson(
            long incident, boolean byPerson, @Nullable Instant returnedAt) {
        static ReopenedJson of(ReopenedIncidents.Known known) {
            return new ReopenedJson(known.incident(), known.byPerson(), known.returnedAt());
        }

        ReopenedIncidents.Known known() {
            return new ReopenedIncidents.Known(incident, byPerson, returnedAt);
        }
    }

    /** An alert that has cleared after its last incident was closed. */
    record ClearedJson(String key, boolean unique, Instant closedAt, boolean byPerson) {
        ClearedJson {
            requireNonNull(key, "'key' is missing");
            requireNonNull(closedAt, "'closed_at' is missing");
        }

        static ClearedJson of(ClearedIncidents.Known known) {
            return new ClearedJson(known.alert().key(), known.alert().unique(), known.closedAt(), known.byPerson());
        }

        ClearedIncidents.Known known() {
            return new ClearedIncidents.Known(new AlertKey(key, unique), closedAt, byPerson);
        }
    }
}
