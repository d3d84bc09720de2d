package io.github.argusglue.core.feedback;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.registry.AckCache;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.state.JsonStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State of the feedback of a source that is kept over a restart: what the source was told, and which acknowledgements
 * in Argus are our own. A cache: without it, each acknowledged incident is looked up once, and the source is told again
 * what is in force.
 */
public final class FeedbackStateFile {
    private static final Logger log = LoggerFactory.getLogger("state");

    /**
     * Version 2: what a source creates for an acknowledgement contains the installation, so the source is told again.
     */
    private static final int VERSION = 2;

    /** How often it is written if only {@code handled} has changed. */
    private static final Duration HANDLED_EVERY = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofMillis(500);

    private final Path file;
    private final InstantSource clock;
    private final JsonStateFile<FeedbackStateJson> json;
    private final FaultLog faults;
    private @Nullable FeedbackState saved;
    private Instant savedAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;

    /**
     * The stored state.
     *
     * @param delivered what the source knows about incidents
     * @param handled number of the event up to which everything was processed; 0 for none
     * @param acks our acknowledgements in Argus
     * @param mayMissAcks whether there may be more of them
     */
    public record FeedbackState(
            List<DeliveredState> delivered, long handled, List<AckCache.OwnAck> acks, boolean mayMissAcks) {
        static final FeedbackState NOTHING = new FeedbackState(List.of(), 0, List.of(), true);

        public FeedbackState {
            delivered = List.copyOf(delivered);
            acks = List.copyOf(acks);
        }

        public List<Long> ackedByPeople() {
            return delivered.stream()
                    .filter(DeliveredState::acked)
                    .map(DeliveredState::incident)
                    .toList();
        }

        private boolean isLike(FeedbackState other) {
            return delivered.equals(other.delivered)
                    && acks.equals(other.acks)
                    && mayMissAcks == other.mayMissAcks
                    && (handled == 0) == (other.handled == 0);
        }
    }

    public FeedbackStateFile(Path file, InstantSource clock) {
        this.file = file;
        this.json = new JsonStateFile<>(
                file,
                FeedbackStateJson.class,
                "acknowledgements are looked up, and the source is told again what is in force");
        this.clock = clock;
        this.faults = new FaultLog(log, "state file", clock);
    }

    public FeedbackState load() {
        Optional<FeedbackState> known = json.read().map(FeedbackStateJson::known);
        known.ifPresent(one -> saved = one);
        return known.orElse(FeedbackState.NOTHING);
    }

    /** Writes the state if it has changed enough; returns whether something remains to be written. */
    public boolean save(FeedbackState known) {
        Instant now = clock.instant();
        FeedbackState before = saved;
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
            json.write(FeedbackStateJson.of(known));
            saved = known;
            savedAt = now;
            faults.recovered();
            return false;
        } catch (IOException e) {
            notBefore = now.plus(QuietStateFile.RETRY_AFTER);
            faults.warn("unwritable", file + " cannot be written, will be retried; it is only a cache: " + e);
            return true;
        }
    }

    /**
     * Content of the file.
     *
     * @param perhapsMoreAcks null in a file without it
     */
    record FeedbackStateJson(
            int version,
            long handled,
            @Nullable Boolean perhapsMoreAcks,
            List<DeliveredJson> told,
            List<AckJson> acks) {
        FeedbackStateJson {
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " where " + VERSION + " is known");
            }
            told = told == null ? List.of() : List.copyOf(told);
            acks = acks == null ? List.of() : List.copyOf(acks);
        }

        static FeedbackStateJson of(FeedbackState known) {
            return new FeedbackStateJson(
                    VERSION,
                    known.handled(),
                    known.mayMissAcks(),
                    known.delivered().stream().map(DeliveredJson::of).toList(),
                    known.acks().stream().map(AckJson::of).toList());
        }

        FeedbackState known() {
            return new FeedbackState(
                    told.stream().map(DeliveredJson::known).toList(),
                    handled,
                    acks.stream().map(AckJson::known).toList(),
                    perhapsMoreAcks == null || perhapsMoreAcks);
        }
    }

    /** What the source was told about an incident. */
    record DeliveredJson(
            long incident,
            long handled,
            boolean acked,
            String ticket,
            boolean closed,
            @Nullable Instant ackEnd) {
        DeliveredJson {
            ticket = ticket == null ? "" : ticket;
        }

        static DeliveredJson of(DeliveredState known) {
            return new DeliveredJson(
                    known.incident(), known.handled(), known.acked(), known.ticket(), known.closed(), known.ackEnd());
        }

        DeliveredState known() {
            return new DeliveredState(incident, handled, acked, ackEnd, ticket, closed);
        }
    }

    /**
     * One of our acknowledgements.
     *
     * @param ack its number
     * @param until when it expires
     */
    record AckJson(
            long incident,
            long ack,
            Instant at,
            String text,
            @Nullable Instant written,
            @Nullable Instant until) {
        AckJson {
            requireNonNull(at, "'at' is missing");
            text = text == null ? "" : text;
        }

        static AckJson of(AckCache.OwnAck known) {
            return new AckJson(
                    known.incident(),
                    known.ackPk(),
                    known.at(),
                    known.description(),
                    known.written(),
                    known.expiration());
        }

        AckCache.OwnAck known() {
            return new AckCache.OwnAck(incident, ack, at, text, written, until, Instant.EPOCH);
        }
    }
}
