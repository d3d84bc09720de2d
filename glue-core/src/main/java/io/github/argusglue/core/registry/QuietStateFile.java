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
 * State of a source that is kept over a restart: which alerts people have closed in Argus, which of those have cleared
 * since, and which incidents were reopened there. It is a cache, because the logs of Argus contain nearly the same, so
 * a file that cannot be read or written only causes a warning. Without it, each of these alerts costs a few requests.
 * An alert that a person closed stays quiet although it has cleared in between, unless its start shows that. And an
 * incident that a person reopened stays open although its alert came back and ended.
 */
public final class QuietStateFile {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final int VERSION = 1;

    /** Time between attempts if the file cannot be written. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Path file;
    private final JsonStateFile<QuietStateJson> json;
    private final InstantSource clock;
    private final FaultLog faults;
    private QuietState saved = QuietState.NOTHING;
    private Instant notBefore = Instant.MIN;

    /**
     * The stored state; a file of an older version contains no reopened and cleared alerts.
     *
     * @param cleared alerts that have cleared after their last incident was closed
     */
    public record QuietState(
            List<Ledger.QuietAlert> quiet,
            List<ReopenedIncidents.ReopenedIncident> reopened,
            List<ClearedIncidents.ClearedAlert> cleared) {
        public static final QuietState NOTHING = new QuietState(List.of(), List.of(), List.of());

        public QuietState {
            quiet = List.copyOf(quiet);
            reopened = List.copyOf(reopened);
            cleared = List.copyOf(cleared);
        }
    }

    public QuietStateFile(Path file, InstantSource clock) {
        this.file = file;
        this.json = new JsonStateFile<>(
                file, QuietStateJson.class, "what people closed and reopened is read from the logs of Argus again");
        this.clock = clock;
        this.faults = new FaultLog(log, "state file", clock);
    }

    public QuietState load() {
        saved = json.read().map(QuietStateJson::known).orElse(QuietState.NOTHING);
        return saved;
    }

    /** Writes the state if it has changed. Retries later if it cannot be written. */
    public void save(QuietState known) {
        Instant now = clock.instant();
        if (known.equals(saved) || now.isBefore(notBefore)) {
            return;
        }
        try {
            json.write(QuietStateJson.of(known));
            saved = known;
            faults.recovered();
        } catch (IOException e) {
            notBefore = now.plus(RETRY_AFTER);
            faults.warn("unwritable", file + " cannot be written, will be retried; it is only a cache: " + e);
        }
    }

    /** Content of the file. */
    record QuietStateJson(
            int version, List<QuietAlertJson> quiet, List<ReopenedJson> reopened, List<ClearedJson> cleared) {
        /** Lists that an older version did not write are missing. */
        QuietStateJson {
            quiet = quiet == null ? List.of() : List.copyOf(quiet);
            reopened = reopened == null ? List.of() : List.copyOf(reopened);
            cleared = cleared == null ? List.of() : List.copyOf(cleared);
        }

        static QuietStateJson of(QuietState known) {
            return new QuietStateJson(
                    VERSION,
                    known.quiet().stream().map(QuietAlertJson::of).toList(),
                    known.reopened().stream().map(ReopenedJson::of).toList(),
                    known.cleared().stream().map(ClearedJson::of).toList());
        }

        QuietState known() {
            return new QuietState(
                    quiet.stream().map(QuietAlertJson::known).toList(),
                    reopened.stream().map(ReopenedJson::known).toList(),
                    cleared.stream().map(ClearedJson::known).toList());
        }
    }

    /**
     * An alert whose incident a person closed.
     *
     * @param startedAt start of the alert; null if it is identified by its key alone
     * @param scope scope of the alert; null if it has none, and in files of earlier versions
     */
    record QuietAlertJson(
            String key,
            @Nullable Instant startedAt,
            long incident,
            String sourceIncidentId,
            Instant closedAt,
            @Nullable String scope) {
        QuietAlertJson {
            requireNonNull(key, "'key' is missing");
            requireNonNull(sourceIncidentId, "'source_incident_id' is missing");
            requireNonNull(closedAt, "'closed_at' is missing");
        }

        static QuietAlertJson of(Ledger.QuietAlert known) {
            return new QuietAlertJson(
                    known.id().key(),
                    known.id().startedAt().orElse(null),
                    known.record().pk(),
                    known.record().sourceIncidentId(),
                    known.record().endedAt(),
                    known.record().scope());
        }

        Ledger.QuietAlert known() {
            return new Ledger.QuietAlert(
                    startedAt == null ? AlertId.unique(key) : AlertId.startedAt(key, startedAt),
                    new ClosedIncident(incident, sourceIncidentId, closedAt, ClosedIncident.By.PERSON, scope));
        }
    }

    /** An incident that was reopened. */
    record ReopenedJson(
            long incident, boolean byPerson, @Nullable Instant returnedAt) {
        static ReopenedJson of(ReopenedIncidents.ReopenedIncident known) {
            return new ReopenedJson(known.incident(), known.byPerson(), known.returnedAt());
        }

        ReopenedIncidents.ReopenedIncident known() {
            return new ReopenedIncidents.ReopenedIncident(incident, byPerson, returnedAt);
        }
    }

    /** An alert that has cleared after its last incident was closed. */
    record ClearedJson(String key, boolean unique, Instant closedAt, boolean byPerson) {
        ClearedJson {
            requireNonNull(key, "'key' is missing");
            requireNonNull(closedAt, "'closed_at' is missing");
        }

        static ClearedJson of(ClearedIncidents.ClearedAlert known) {
            return new ClearedJson(known.alert().key(), known.alert().unique(), known.closedAt(), known.byPerson());
        }

        ClearedIncidents.ClearedAlert known() {
            return new ClearedIncidents.ClearedAlert(new AlertKey(key, unique), closedAt, byPerson);
        }
    }
}
