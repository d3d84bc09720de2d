package io.github.argusglue.core.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state file: a record as a JSON object. Keys are the component names in snake case; null components are omitted, and
 * unknown keys are ignored. Required components are checked by the record's constructor.
 *
 * @param <T> content of the file
 */
public final class JsonStateFile<T extends Record> {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private final Path file;
    private final Class<T> type;
    private final String consequence;

    /**
     * Creates the file object; reads nothing.
     *
     * @param consequence what follows for the operator if the file cannot be read, for the log
     */
    public JsonStateFile(Path file, Class<T> type, String consequence) {
        this.file = file;
        this.type = type;
        this.consequence = consequence;
    }

    /** Returns the last content. Empty if there is no file, or if it cannot be read, which is logged. */
    public Optional<T> read() {
        try {
            T content = MAPPER.readValue(Files.readAllBytes(file), type);
            if (content != null) {
                return Optional.of(content);
            }
            warnIgnored("not a JSON object");
        } catch (NoSuchFileException e) {
            log.debug("{} does not exist yet", file);
        } catch (JacksonException e) {
            warnIgnored(fault(e));
        } catch (IOException e) {
            warnIgnored(e.toString());
        }
        return Optional.empty();
    }

    private void warnIgnored(String fault) {
        log.warn("cannot read {}, ignoring it: {}; {}", file, fault, consequence);
    }

    /**
     * Replaces the content.
     *
     * @throws IOException if that fails; the file then has its old content
     */
    public void write(T content) throws IOException {
        AtomicFile.write(file, MAPPER.writeValueAsBytes(content));
    }

    /** Returns the error for an operator: with its place, and without class names. */
    private static String fault(JacksonException e) {
        if (!(e instanceof JsonMappingException mapping) || e.getCause() instanceof StreamReadException) {
            return "invalid JSON" + at(e.getLocation());
        }
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        String where = path.isEmpty() ? "" : "'" + path.substring(1) + "': ";
        Throwable cause = mapping.getCause();
        if (mapping instanceof ValueInstantiationException && cause != null) {
            return where + cause.getMessage();
        }
        return path.isEmpty() ? "not a JSON object" : where + "unexpected value" + at(mapping.getLocation());
    }

    private static String at(@Nullable JsonLocation place) {
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    /** Reads the format of {@link Instant#toString}. */
    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getValueAsString("");
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, Instant.class, "not a time");
            }
        }
    }
}
