package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One status.dat: which objects it has, which of them have a problem, and the status of those that are asked for, with
 * what objects.cache and the log add to it. Of objects without a problem, only name and place are kept in memory.
 */
final class StatusFile implements Closeable {
    private final BlockFile file;
    private final Overlay overlay;
    private final Map<ObjectKey, Place> objects = new LinkedHashMap<>();
    private final StatusRows rows = new StatusRows();
    private final Map<ObjectKey, ObjectStatus> known = new HashMap<>();
    private Instant created = Instant.EPOCH;
    private Instant programStart = Instant.EPOCH;
    private volatile boolean knowsExpiry;

    /** The state of an object, and where its block is. */
    private record Place(State state, boolean isHard, long position, int length) {}

    private StatusFile(BlockFile file, Overlay overlay) {
        this.file = file;
        this.overlay = overlay;
    }

    /**
     * Reads a file as a whole.
     *
     * @param overlay what is reported beside it
     * @throws SourceException if it is cut off or damaged
     */
    static StatusFile read(Path path, Overlay overlay) throws IOException, SourceException {
        StatusFile status = new StatusFile(new BlockFile(path), overlay);
        try {
            status.readBlocks();
        } catch (IOException | SourceException | RuntimeException e) {
            status.close();
            throw e;
        }
        return status;
    }

    private void readBlocks() throws IOException, SourceException {
        while (file.next()) {
            switch (file.kind()) {
                case "info" -> created = file.fields().time("created");
                case "programstatus" -> programStart = file.fields().time("program_start");
                case "hoststatus" -> addObject(file.key(true));
                case "servicestatus" -> addObject(file.key(false));
                case "hostcomment", "servicecomment" -> rows.addComment(file.fields());
                case "hostdowntime", "servicedowntime" -> {
                    if (file.fields().isOn(false, "is_in_effect")) {
                        rows.addDowntime(file.fields());
                    }
                }
                default -> {}
            }
        }
        if (created.equals(Instant.EPOCH)) {
            throw file.damaged("has no block 'info' with 'created'");
        }
    }

    private void addObject(ObjectKey key) throws SourceException {
        JsonNode number = file.get("current_state");
        if (number == null || !number.isNumber()) {
            throw file.damaged("does not have the state of '" + key + "'");
        }
        State state = key.isHost() ? State.ofHost(number.asInt()) : State.ofService(number.asInt());
        objects.put(key, new Place(state, file.fields().isOn(true, "state_type"), file.position(), file.length()));
    }

    /** Returns whether the file can still be read, and has neither been changed nor replaced. */
    boolean isCurrent() throws IOException {
        return file.isCurrent();
    }

    /** Returns when the daemon wrote the file. */
    Instant created() {
        return created;
    }

    /** Returns which objects there are. For any thread. */
    Set<ObjectKey> keys() {
        return objects.keySet();
    }

    /** Returns whether the object exists and is not, with certainty, in this state. For any thread. */
    boolean contradicts(ObjectKey key, State state) {
        Place place = objects.get(key);
        return place != null && (place.state != state || !place.isHard);
    }

    /** Returns whether acknowledgements may have an end: whether the daemon writes such a field. For any thread. */
    boolean knowsExpiry() {
        return knowsExpiry;
    }

    /**
     * Returns every object that has a problem, and those of these names that exist.
     *
     * @param configured what objects.cache says; null if it is not there
     */
    Reading read(Set<ObjectKey> watched, @Nullable ObjectsFile configured) throws IOException, SourceException {
        Set<String> touched = overlay.takeTouchedHosts();
        known.keySet().removeIf(key -> touched.contains(key.host()));
        Set<ObjectKey> changed = overlay.keys();
        List<ObjectStatus> found = new ArrayList<>();
        for (Map.Entry<ObjectKey, Place> object : objects.entrySet()) {
            ObjectKey key = object.getKey();
            boolean isWatched = watched.contains(key);
            if (isWatched || object.getValue().state.isProblem() || changed.contains(key)) {
                ObjectStatus status = status(key, object.getValue(), configured);
                if (isWatched || status.state().isProblem()) {
                    found.add(status);
                }
            }
        }
        return new Reading(created, programStart, found);
    }

    private ObjectStatus status(ObjectKey key, Place place, @Nullable ObjectsFile configured)
            throws IOException, SourceException {
        ObjectStatus status = known.get(key);
        if (status == null) {
            ObjectKey host = ObjectKey.host(key.host());
            Place hostPlace = key.isHost() ? null : objects.get(host);
            ObjectStatus itsHost = hostPlace == null ? null : status(host, hostPlace, configured);
            file.read(place.position, place.length);
            knowsExpiry |= file.get("acknowledgement_end_time") != null;
            Definition definition = configured == null ? Definition.NONE : configured.find(key);
            status = overlay.apply(
                    rows.status(key, place.state, file.fields(), definition.withVariables(file.variables()), itsHost));
            known.put(key, status);
        }
        return status;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
