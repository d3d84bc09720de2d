package io.github.argusglue.plugin.nagios.alert;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.SourceState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that have or had problems, saved for the next adapter. Without them nothing is lost, but a new adapter
 * closes incidents by absence only, shows the output of the latest check, and believes a daemon that was rolled back.
 */
final class KnownObjects {
    static final String NAME = "objects";

    private static final Logger log = LoggerFactory.getLogger("nagios");
    private static final int VERSION = 1;
    private static final Duration WRITE_INTERVAL = Duration.ofSeconds(10);

    /** How many objects are remembered whose problem is over. */
    private static final int MOST_OVER = 20_000;

    private final SourceState state;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<ObjectKey, KnownObject> objects = new HashMap<>();
    private boolean changed;
    private boolean failed;
    private Instant nextWrite = Instant.MIN;

    KnownObjects(SourceState state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    /** The saved form. */
    private record Saved(int version, List<KnownObject.SavedObject> objects) {}

    /** Restores what an earlier adapter has saved. */
    void load() {
        state.get(NAME).ifPresent(bytes -> {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                Saved saved = json.readValue(in, new TypeReference<>() {});
                if (saved.version() != VERSION) {
                    throw new IOException("unsupported version " + saved.version());
                }
                saved.objects().forEach(object -> objects.put(ObjectKey.parse(object.key()), new KnownObject(object)));
            } catch (IOException | RuntimeException e) {
                log.warn("the saved state of problems is not valid and is ignored: {}", e.toString());
            }
        });
    }

    @Nullable
    KnownObject find(ObjectKey key) {
        return objects.get(key);
    }

    void add(ObjectKey key, KnownObject object) {
        objects.put(key, object);
    }

    /** Notes that something has changed that is worth saving. */
    void changed() {
        changed = true;
    }

    /** Forgets an object that the daemon no longer has. */
    void remove(ObjectKey key) {
        objects.remove(key);
        changed = true;
    }

    /** Returns the objects whose alerts are open. */
    Set<ObjectKey> open() {
        return objects.entrySet().stream()
                .filter(object -> object.getValue().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Saves what has changed, but not often: a lost entry only makes the next adapter more careful. */
    void saveIfDue() {
        if (changed && !nextWrite.isAfter(clock.instant())) {
            save();
        }
    }

    private void save() {
        forgetOldest();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                json.writeValue(
                        out,
                        new Saved(
                                VERSION,
                                objects.values().stream()
                                        .map(KnownObject::saved)
                                        .toList()));
            }
            state.put(NAME, bytes.toByteArray());
            changed = false;
            failed = false;
        } catch (IOException | IllegalArgumentException e) {
            if (!failed) {
                failed = true;
                log.warn("cannot save the state of problems for the next start: {}", e.getMessage());
            }
        }
        nextWrite = clock.instant().plus(WRITE_INTERVAL);
    }

    private void forgetOldest() {
        int surplus = objects.size() - open().size() - MOST_OVER;
        if (surplus > 0) {
            List<ObjectKey> oldest = objects.entrySet().stream()
                    .filter(object -> !object.getValue().isOpen())
                    .sorted(Comparator.comparing(object -> object.getValue().lastCheck()))
                    .limit(surplus)
                    .map(Map.Entry::getKey)
                    .toList();
            oldest.forEach(objects::remove);
        }
    }
}
