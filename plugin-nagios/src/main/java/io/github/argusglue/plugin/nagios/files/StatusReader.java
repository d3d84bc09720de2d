package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.Definition;
import io.github.argusglue.plugin.nagios.model.Downtime;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the status of single objects out of one status.dat, with what objects.cache and the log add to it. */
final class StatusReader {
    private final StatusFile file;
    private final @Nullable ObjectsFile objects;
    private final Overlay overlay;
    private final Map<Integer, ObjectStatus> cache = new HashMap<>();
    private final Fields block =
            new Fields("comment_id entry_type entry_time author comment_data comment is_in_effect end_time");
    private final Fields fields = new Fields("host_name service_description current_state has_been_checked state_type"
            + " last_check last_time_ok last_time_up last_state_change last_hard_state_change plugin_output"
            + " problem_has_been_acknowledged acknowledgement_end_time scheduled_downtime_depth is_flapping"
            + " notifications_enabled " + Fields.VARIABLES);
    private boolean knowsExpiry;

    StatusReader(StatusFile file, @Nullable ObjectsFile objects, Overlay overlay) {
        this.file = file;
        this.objects = objects;
        this.overlay = overlay;
    }

    boolean isOf(StatusFile otherFile, @Nullable ObjectsFile otherObjects) {
        return file == otherFile && objects == otherObjects;
    }

    /** Returns whether acknowledgements may have an end: whether the daemon writes such a field. */
    boolean knowsExpiry() {
        return knowsExpiry;
    }

    /** Forgets what was read of these hosts and their services, because the overlay changed. */
    void forget(Set<String> hosts) {
        if (!hosts.isEmpty()) {
            cache.values().removeIf(status -> hosts.contains(status.key().host()));
        }
    }

    /** Returns every object that has a problem, and those of these names that exist, in the order of the file. */
    List<ObjectStatus> read(Set<ObjectKey> watched) throws IOException, SourceException {
        BitSet entries = new BitSet(file.size());
        for (int entry = 0; entry < file.size(); entry++) {
            entries.set(entry, file.isProblem(entry));
        }
        Stream.concat(watched.stream(), overlay.keys().stream())
                .mapToInt(file::find)
                .filter(entry -> entry >= 0)
                .forEach(entries::set);
        Map<ObjectKey, ObjectStatus> found = new LinkedHashMap<>();
        for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
            ObjectStatus status = status(entry);
            if (status.state().isProblem() || watched.contains(status.key())) {
                found.put(status.key(), status);
            }
        }
        return List.copyOf(found.values());
    }

    private ObjectStatus status(int entry) throws IOException, SourceException {
        ObjectStatus known = cache.get(entry);
        if (known == null) {
            known = decode(entry);
            cache.put(entry, known);
        }
        return known;
    }

    private ObjectStatus decode(int entry) throws IOException, SourceException {
        file.fields(entry, fields);
        boolean isHost = fields.block() == Block.HOST;
        String host = fields.text("host_name");
        ObjectKey key = isHost ? ObjectKey.host(host) : ObjectKey.service(host, fields.text("service_description"));
        int number = (int) fields.number("current_state");
        State state = isHost ? State.ofHost(number) : State.ofService(number);
        boolean isHard = fields.isSet("state_type");
        Instant lastCheck = fields.time("last_check");
        Instant lastOk = fields.time(isHost ? "last_time_up" : "last_time_ok");
        boolean isInDowntime = fields.isSet("scheduled_downtime_depth");
        knowsExpiry |= fields.has("acknowledgement_end_time");
        ObjectStatus.Builder status = ObjectStatus.builder(key)
                .checked(fields.isSet("has_been_checked"))
                .state(state)
                .hard(isHard)
                .lastCheck(lastCheck)
                .lastOk(lastOk)
                .since(fields.time(isHard ? "last_hard_state_change" : "last_state_change"))
                .output(fields.text("plugin_output"))
                .acknowledged(fields.isSet("problem_has_been_acknowledged"), fields.time("acknowledgement_end_time"))
                .flapping(fields.isSet("is_flapping"))
                .notifying(!fields.has("notifications_enabled") || fields.isSet("notifications_enabled"))
                .definition(definition(key).withVariables(Map.copyOf(fields.variables())));
        overlay.apply(new Overlay.Before(key, state, isHard, lastCheck, lastOk), status);
        addComments(key, status);
        status.inDowntime(isInDowntime, isInDowntime ? downtime(key) : null);
        Overlay.Change change = overlay.find(key);
        State now = change == null ? state : change.state();
        if (isHost) {
            return status.reachable(now != State.UNREACHABLE).build();
        }
        int hostEntry = file.find(ObjectKey.host(host));
        ObjectStatus itsHost = hostEntry < 0 ? null : status(hostEntry);
        return status.host(itsHost)
                .reachable(itsHost == null || itsHost.isReachable())
                .build();
    }

    private void addComments(ObjectKey key, ObjectStatus.Builder status) throws IOException, SourceException {
        Block kind = key.isHost() ? Block.HOST_COMMENT : Block.SERVICE_COMMENT;
        List<Comment> comments = new ArrayList<>();
        for (int at = file.next(file.first(key), kind); at >= 0; at = file.next(file.after(at), kind)) {
            file.fields(at, block);
            comments.add(new Comment(
                    block.text("comment_id"),
                    Comment.Kind.of((int) block.number("entry_type")),
                    block.text("author"),
                    block.text("comment_data"),
                    block.time("entry_time")));
        }
        // The index has the last one of the file first.
        Collections.reverse(comments);
        comments.sort(Comparator.comparing(Comment::at));
        status.comments(comments);
    }

    private @Nullable Downtime downtime(ObjectKey key) throws IOException, SourceException {
        Block kind = key.isHost() ? Block.HOST_DOWNTIME : Block.SERVICE_DOWNTIME;
        Downtime longest = null;
        for (int at = file.next(file.first(key), kind); at >= 0; at = file.next(file.after(at), kind)) {
            file.fields(at, block);
            Instant until = block.time("end_time");
            if (block.isSet("is_in_effect") && (longest == null || until.isAfter(longest.until()))) {
                longest = new Downtime(block.text("author"), block.text("comment"), until);
            }
        }
        return longest;
    }

    private Definition definition(ObjectKey key) throws IOException, SourceException {
        if (objects == null) {
            return Definition.NONE;
        }
        Definition found = objects.find(key);
        boolean hasMacros = !key.isHost() && found.notesUrl().indexOf('$') >= 0;
        return found.expanded(key, hasMacros ? objects.find(ObjectKey.host(key.host())) : found);
    }
}
