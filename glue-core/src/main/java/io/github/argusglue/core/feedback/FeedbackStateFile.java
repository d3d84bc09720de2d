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
    private final JsonStateFile<FeedbackStateJson> json;
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
        this.json = new JsonStateFile<>(
                file,
                FeedbackStateJson.class,
                "acknowledgements are looked up, and the source is told once more what is in force");
        this.clock = clock;
        this.faults = new FaultLog(log, "state file", clock);
    }

    public Known load() {
        Optional<Known> known = json.read().map(FeedbackStateJson::known);
        known.ifPresent(one -> saved = one);
        return known.orElse(Known.NOTHING);
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
            json.write(FeedbackStateJson.of(known));
            saved = known;
            savedAt = now;
            faults.recovered();
            return false;
        } catch (IOException e) {
            notBefore = now.plus(QuietStateFile.AGAIN);
            faults.warn("unwritable", file + " cannot be written, tried again; it is only a cache: " + e);
            return true;
        }
    }

    /**
     * What the file holds.
     *
     * @param perhapsMoreAcks null in a file that does not say
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

        static FeedbackStateJson of(Known known) {
            return new FeedbackStateJson(
                    VERSION,
                    known.handled(),
                    known.perhapsMoreAcks(),
                    known.told().stream().map(DeliveredJson::of).toList(),
                    known.acks().stream().map(AckJson::of).toList());
        }

        Known known() {
            return new Known(
                    told.stream().map(DeliveredJson::known).toList(),
                    handled,
                    acks.stream().map(AckJson::known).toList(),
                    perhapsMoreAcks == null || perhapsMoreAcks);
        }
    }

    /** What the source was told of an incident. */
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
     * An acknowledgement of ours.
     *
     * @param ack its number
     * @param until the end it has
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

        static AckJson of(AckCache.Own known) {
            return new AckJson(
                    known.incident(),
                    known.ackPk(),
                    known.at(),
                    known.description(),
                    known.written(),
                    known.expiration());
        }

        AckCache.Own known() {
            return new AckCache.Own(incident, ack, at, text, written, until, Instant.EPOCH);
        }
    }
}
