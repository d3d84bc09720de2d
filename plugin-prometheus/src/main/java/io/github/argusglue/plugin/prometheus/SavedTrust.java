package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.argusglue.plugin.prometheus.Trace.Fate;
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
 * Keeps what a fresh adapter needs to know of the one before it: which alerts are not known to be over, what each
 * member said of them last, and when each Prometheus was heard. JSON, compressed: about 40 bytes an alert. Written when
 * an alert comes, goes or is held, but seldom: what it lacks only makes the next adapter more careful.
 */
final class SavedTrust {
    static final String NAME = "trust";

    private static final Logger log = LoggerFactory.getLogger("alertmanager");
    private static final int VERSION = 1;
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Writing may take this part of the time. */
    private static final int COST_PART = 100;

    private final SourceState state;
    private final JsonFactory json;
    private long written;
    private Instant next = Instant.MIN;
    private boolean failed;

    SavedTrust(SourceState state, JsonFactory json) {
        this.state = state;
        this.json = json;
    }

    /**
     * What is kept of one alert.
     *
     * @param startedAt as it was shown
     * @param labels all of them
     * @param traces what each member said, by address
     */
    record Saved(
            String key,
            Instant startedAt,
            String generatorUrl,
            Map<String, String> labels,
            Map<String, Trace.Saved> traces) {

        static Saved of(United latest, Instant startedAt, Map<String, Trace.Saved> traces) {
            ListedAlert alert = latest.alert();
            return new Saved(latest.key(), startedAt, alert.generatorUrl(), alert.labels(), traces);
        }

        /** Returns it as it may have been listed; its texts are not kept. */
        ListedAlert listed() {
            Instant updatedAt = startedAt;
            Instant endsAt = startedAt;
            for (Trace.Saved trace : traces.values()) {
                updatedAt = Sighting.later(updatedAt, trace.last().updatedAt());
                endsAt = Sighting.later(endsAt, trace.last().endsAt());
            }
            return new ListedAlert(
                    key, startedAt, updatedAt, endsAt, labels, Map.of(), generatorUrl, List.of(), List.of());
        }
    }

    /** What is kept. */
    record Content(List<Origins.Saved> origins, List<Saved> alerts) {}

    /** Returns what an earlier adapter has left; empty if nothing, or nothing that makes sense. */
    Optional<Content> load() {
        return state.get(NAME).flatMap(this::read);
    }

    private Optional<Content> read(byte[] bytes) {
        try (JsonParser parser = json.createParser(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            return Optional.of(new Reader().read(parser));
        } catch (IOException | RuntimeException e) {
            log.warn("what was kept of the time before this start makes no sense and is not used: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Tells whether something has changed since it was written, and enough time has passed. */
    boolean isDue(long sum, Instant now) {
        return sum != written && !next.isAfter(now);
    }

    /**
     * Writes it.
     *
     * @param sum stands for what is written
     */
    void save(Content content, long sum, Instant now) {
        long begin = System.nanoTime();
        try {
            state.put(NAME, bytes(content));
            written = sum;
            if (failed) {
                failed = false;
                log.info("what the next adapter has to know can be written again");
            }
        } catch (IOException | IllegalArgumentException e) {
            if (!failed) {
                failed = true;
                log.warn(
                        "what the next adapter has to know cannot be written: after a restart alerts are closed by their"
                                + " absence alone: {}",
                        e.getMessage());
            }
        }
        Duration cost = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(COST_PART);
        next = now.plus(cost.compareTo(EVERY) > 0 ? cost : EVERY);
    }

    private byte[] bytes(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(new Fast(bytes))) {
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            out.writeArrayFieldStart("origins");
            for (Origins.Saved origin : content.origins()) {
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
            for (Saved alert : content.alerts()) {
                write(out, alert);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Saved alert) throws IOException {
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
        for (Map.Entry<String, Trace.Saved> member : alert.traces().entrySet()) {
            Trace.Saved trace = member.getValue();
            out.writeObjectFieldStart(member.getKey());
            write(out, "starts", trace.last().startsAt());
            write(out, "updated", trace.last().updatedAt());
            write(out, "ends", trace.last().endsAt());
            out.writeStringField("origin", trace.last().origin());
            write(out, "seen", trace.seenAt());
            out.writeStringField("config", trace.config());
            out.writeStringField("fate", trace.fate().name());
            write(out, "at", trace.fateAt());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String name, Instant at) throws IOException {
        out.writeStringField(name, at.toString());
    }

    /** Speed counts for more than the last tenth of size. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Reads one file. */
    private static final class Reader {
        private int version;
        private final List<Origins.Saved> origins = new ArrayList<>();
        private final List<Saved> alerts = new ArrayList<>();

        Content read(JsonParser parser) throws IOException {
            Json.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            Json.eachField(parser, (name, value) -> {
                switch (name) {
                    case "version" -> version = value.getIntValue();
                    case "origins" -> Json.eachElement(value, element -> origins.add(origin(element)));
                    case "alerts" -> Json.eachElement(value, element -> alerts.add(alert(element)));
                    default -> value.skipChildren();
                }
            });
            if (version != VERSION) {
                throw new IOException("version " + version);
            }
            return new Content(origins, alerts);
        }

        private static Origins.Saved origin(JsonParser parser) throws IOException {
            Map<String, String> fields = Json.texts(parser);
            return new Origins.Saved(text(fields, "origin"), time(fields, "heard"), optionalTime(fields, "silent"));
        }

        private static Saved alert(JsonParser parser) throws IOException {
            Map<String, String> fields = new LinkedHashMap<>();
            Map<String, String> labels = new LinkedHashMap<>();
            Map<String, Trace.Saved> traces = new LinkedHashMap<>();
            Json.eachField(parser, (name, value) -> {
                switch (name) {
                    case "labels" -> labels.putAll(Json.texts(value));
                    case "members" ->
                        Json.eachField(value, (member, trace) -> traces.put(member, trace(Json.texts(trace))));
                    default -> fields.put(name, Json.text(value));
                }
            });
            return new Saved(
                    text(fields, "key"), time(fields, "start"), fields.getOrDefault("url", ""), labels, traces);
        }

        private static Trace.Saved trace(Map<String, String> fields) {
            Sighting last = new Sighting(
                    time(fields, "starts"),
                    time(fields, "updated"),
                    time(fields, "ends"),
                    fields.getOrDefault("origin", ""));
            return new Trace.Saved(
                    last,
                    time(fields, "seen"),
                    fields.getOrDefault("config", ""),
                    Fate.valueOf(text(fields, "fate")),
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
