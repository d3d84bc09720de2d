package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.argusglue.plugin.prometheus.MemberHistory.ListingState;
import io.github.argusglue.spi.SourceState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the state that the next adapter needs: the alerts that are not known to be over, their history on each member,
 * and when each Prometheus was last heard. Compressed JSON, about 40 bytes for each alert. Written when an alert is
 * added, removed or held, but not often: missing entries only make the next adapter more careful.
 */
final class AlertStateStore {
    static final String NAME = "trust";

    private static final Logger log = LoggerFactory.getLogger("alertmanager");
    private static final int VERSION = 1;
    private static final Duration MIN_WRITE_INTERVAL = Duration.ofSeconds(10);

    /** Writing may take at most 1/100 of the time. */
    private static final int MAX_WRITE_SHARE = 100;

    private final SourceState state;
    private final JsonFactory json;
    private long writtenHash;
    private Instant nextWrite = Instant.MIN;
    private boolean failed;

    AlertStateStore(SourceState state, JsonFactory json) {
        this.state = state;
        this.json = json;
    }

    /**
     * The saved state of one alert.
     *
     * @param startedAt reported start
     * @param labels all labels
     * @param histories history on each member, by address
     */
    record SavedAlert(
            String key,
            Instant startedAt,
            String generatorUrl,
            Map<String, String> labels,
            Map<String, MemberHistory.SavedHistory> histories) {

        static SavedAlert of(MergedAlert latest, Instant startedAt, Map<String, MemberHistory.SavedHistory> histories) {
            ListedAlert alert = latest.alert();
            return new SavedAlert(latest.key(), startedAt, alert.generatorUrl(), alert.labels(), histories);
        }

        /** Returns the alert approximately as it was listed; annotations are not saved. */
        ListedAlert listed() {
            Instant updatedAt = startedAt;
            Instant endsAt = startedAt;
            for (MemberHistory.SavedHistory history : histories.values()) {
                updatedAt = AlertObservation.later(updatedAt, history.last().updatedAt());
                endsAt = AlertObservation.later(endsAt, history.last().endsAt());
            }
            return new ListedAlert(
                    key, startedAt, updatedAt, endsAt, labels, Map.of(), generatorUrl, List.of(), List.of());
        }
    }

    /** The saved state. */
    record SavedState(List<OriginLiveness.SavedOrigin> origins, List<SavedAlert> alerts) {}

    /** Returns the state that an earlier adapter saved; empty if there is none, or if it is not valid. */
    Optional<SavedState> load() {
        return state.get(NAME).flatMap(this::read);
    }

    private Optional<SavedState> read(byte[] bytes) {
        try (JsonParser parser = json.createParser(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            return Optional.of(new StateReader().read(parser));
        } catch (IOException | RuntimeException e) {
            log.warn("the saved alert state is not valid and is ignored: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Returns whether the state has changed since it was written, and enough time has passed. */
    boolean isDue(long hash, Instant now) {
        return hash != writtenHash && !nextWrite.isAfter(now);
    }

    /**
     * Writes the state.
     *
     * @param hash hash of the state
     */
    void save(SavedState content, long hash, Instant now) {
        long begin = System.nanoTime();
        try {
            state.put(NAME, bytes(content));
            writtenHash = hash;
            if (failed) {
                failed = false;
                log.info("the alert state can be saved again");
            }
        } catch (IOException | IllegalArgumentException e) {
            if (!failed) {
                failed = true;
                log.warn(
                        "cannot save the alert state; after a restart alerts are closed because of absence alone: {}",
                        e.getMessage());
            }
        }
        Duration cost = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(MAX_WRITE_SHARE);
        nextWrite = now.plus(cost.compareTo(MIN_WRITE_INTERVAL) > 0 ? cost : MIN_WRITE_INTERVAL);
    }

    private byte[] bytes(SavedState content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(new FastGzipOutputStream(bytes))) {
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            out.writeArrayFieldStart("origins");
            for (OriginLiveness.SavedOrigin origin : content.origins()) {
                out.writeStartObject();
                out.writeStringField("origin", origin.origin());
                write(out, "heard", origin.heardAt());
                Instant silentSince = origin.silentSince();
                if (silentSince != null) {
                    write(out, "silent", silentSince);
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("alerts");
            for (SavedAlert alert : content.alerts()) {
                write(out, alert);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, SavedAlert alert) throws IOException {
        out.writeStartObject();
        out.writeStringField("key", alert.key());
        write(out, "start", alert.startedAt());
        out.writeStringField("url", alert.generatorUrl());
        out.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : alert.labels().entrySet()) {
            out.writeStringField(label.getKey(), label.getValue());
        }
        out.writeEndObject();
        out.writeObjectFieldStart("members");
        for (Map.Entry<String, MemberHistory.SavedHistory> member :
                alert.histories().entrySet()) {
            MemberHistory.SavedHistory history = member.getValue();
            out.writeObjectFieldStart(member.getKey());
            write(out, "starts", history.last().startsAt());
            write(out, "updated", history.last().updatedAt());
            write(out, "ends", history.last().endsAt());
            out.writeStringField("origin", history.last().origin());
            write(out, "seen", history.seenAt());
            out.writeStringField("config", history.config());
            out.writeStringField("fate", history.listingState().name());
            write(out, "at", history.stateSince());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String name, Instant at) throws IOException {
        out.writeStringField(name, at.toString());
    }

    /** Compresses fast, since speed is more important than the last tenth of size. */
    private static final class FastGzipOutputStream extends GZIPOutputStream {
        FastGzipOutputStream(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Parses the saved state. */
    private static final class StateReader {
        private int version;
        private final List<OriginLiveness.SavedOrigin> origins = new ArrayList<>();
        private final List<SavedAlert> alerts = new ArrayList<>();

        SavedState read(JsonParser parser) throws IOException {
            JsonStream.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            JsonStream.eachField(parser, (name, value) -> {
                switch (name) {
                    case "version" -> version = value.getIntValue();
                    case "origins" -> JsonStream.eachElement(value, element -> origins.add(origin(element)));
                    case "alerts" -> JsonStream.eachElement(value, element -> alerts.add(alert(element)));
                    default -> value.skipChildren();
                }
            });
            if (version != VERSION) {
                throw new IOException("unsupported version " + version);
            }
            return new SavedState(origins, alerts);
        }

        private static OriginLiveness.SavedOrigin origin(JsonParser parser) throws IOException {
            Map<String, String> fields = JsonStream.textFields(parser);
            return new OriginLiveness.SavedOrigin(
                    text(fields, "origin"), time(fields, "heard"), optionalTime(fields, "silent"));
        }

        private static SavedAlert alert(JsonParser parser) throws IOException {
            Map<String, String> fields = new LinkedHashMap<>();
            Map<String, String> labels = new LinkedHashMap<>();
            Map<String, MemberHistory.SavedHistory> histories = new LinkedHashMap<>();
            JsonStream.eachField(parser, (name, value) -> {
                switch (name) {
                    case "labels" -> labels.putAll(JsonStream.textFields(value));
                    case "members" ->
                        JsonStream.eachField(
                                value,
                                (member, history) -> histories.put(member, history(JsonStream.textFields(history))));
                    default -> fields.put(name, JsonStream.text(value));
                }
            });
            return new SavedAlert(
                    text(fields, "key"), time(fields, "start"), fields.getOrDefault("url", ""), labels, histories);
        }

        private static MemberHistory.SavedHistory history(Map<String, String> fields) {
            AlertObservation last = new AlertObservation(
                    time(fields, "starts"),
                    time(fields, "updated"),
                    time(fields, "ends"),
                    fields.getOrDefault("origin", ""));
            return new MemberHistory.SavedHistory(
                    last,
                    time(fields, "seen"),
                    fields.getOrDefault("config", ""),
                    ListingState.valueOf(text(fields, "fate")),
                    time(fields, "at"));
        }

        private static String text(Map<String, String> fields, String name) {
            String text = fields.get(name);
            if (text == null) {
                throw new IllegalArgumentException("'" + name + "' is missing");
            }
            return text;
        }

        private static Instant time(Map<String, String> fields, String name) {
            return Instant.parse(text(fields, name));
        }

        private static @Nullable Instant optionalTime(Map<String, String> fields, String name) {
            return fields.containsKey(name) ? time(fields, name) : null;
        }
    }
}
