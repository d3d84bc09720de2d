package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.files.ObjectsFile.Definition;
import io.github.argusglue.plugin.nagios.model.Comment;
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
import org.jspecify.annotations.Nullable;

/** Reads the status of single objects out of one status.dat, with what objects.cache and the log add to it. */
final class StatusReader {
    private final StatusFile file;
    private final @Nullable ObjectsFile objects;
    private final Overlay overlay;
    private final Map<Integer, ObjectStatus> cache = new HashMap<>();
    private final Fields block = new Fields(
            false,
            Field.COMMENT_ID,
            Field.ENTRY_TYPE,
            Field.ENTRY_TIME,
            Field.AUTHOR,
            Field.COMMENT_DATA,
            Field.COMMENT,
            Field.IS_IN_EFFECT,
            Field.END_TIME);
    private final Fields fields = new Fields(
            true,
            Field.HOST_NAME,
            Field.SERVICE_DESCRIPTION,
            Field.CURRENT_STATE,
            Field.HAS_BEEN_CHECKED,
            Field.STATE_TYPE,
            Field.LAST_CHECK,
            Field.LAST_TIME_OK,
            Field.LAST_TIME_UP,
            Field.LAST_STATE_CHANGE,
            Field.LAST_HARD_STATE_CHANGE,
            Field.PLUGIN_OUTPUT,
            Field.PROBLEM_HAS_BEEN_ACKNOWLEDGED,
            Field.ACKNOWLEDGEMENT_END_TIME,
            Field.SCHEDULED_DOWNTIME_DEPTH,
            Field.IS_FLAPPING,
            Field.NOTIFICATIONS_ENABLED);
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
    List<ObjectStatus> read(Iterable<ObjectKey> also) throws IOException, SourceException {
        BitSet wanted = new BitSet(file.size());
        for (int entry = 0; entry < file.size(); entry++) {
            wanted.set(entry, file.isProblem(entry));
        }
        for (ObjectKey key : also) {
            int entry = file.find(key);
            if (entry >= 0) {
                wanted.set(entry);
            }
        }
        Map<ObjectKey, ObjectStatus> found = new LinkedHashMap<>();
        for (int entry = wanted.nextSetBit(0); entry >= 0; entry = wanted.nextSetBit(entry + 1)) {
            ObjectStatus status = status(entry);
            found.put(status.key(), status);
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
        String host = fields.text(Field.HOST_NAME);
        ObjectKey key = isHost ? ObjectKey.host(host) : ObjectKey.service(host, fields.text(Field.SERVICE_DESCRIPTION));
        int number = (int) fields.number(Field.CURRENT_STATE);
        State state = isHost ? State.ofHost(number) : State.ofService(number);
        boolean isHard = fields.isSet(Field.STATE_TYPE);
        Instant lastCheck = fields.time(Field.LAST_CHECK);
        boolean isInDowntime = fields.isSet(Field.SCHEDULED_DOWNTIME_DEPTH);
        knowsExpiry |= fields.has(Field.ACKNOWLEDGEMENT_END_TIME);
        ObjectStatus.Builder status = ObjectStatus.builder(key)
                .checked(fields.isSet(Field.HAS_BEEN_CHECKED))
                .state(state)
                .hard(isHard)
                .lastCheck(lastCheck)
                .lastOk(fields.time(isHost ? Field.LAST_TIME_UP : Field.LAST_TIME_OK))
                .since(fields.time(isHard ? Field.LAST_HARD_STATE_CHANGE : Field.LAST_STATE_CHANGE))
                .output(fields.text(Field.PLUGIN_OUTPUT))
                .acknowledged(
                        fields.isSet(Field.PROBLEM_HAS_BEEN_ACKNOWLEDGED), fields.time(Field.ACKNOWLEDGEMENT_END_TIME))
                .flapping(fields.isSet(Field.IS_FLAPPING))
                .notifying(!fields.has(Field.NOTIFICATIONS_ENABLED) || fields.isSet(Field.NOTIFICATIONS_ENABLED))
                .variables(fields.variables());
        overlay.apply(key, state, isHard, lastCheck, status);
        addComments(key, status);
        status.inDowntime(isInDowntime, isInDowntime ? downtime(key) : null);
        addDefinition(key, status);
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
                    block.text(Field.COMMENT_ID),
                    Comment.Kind.of((int) block.number(Field.ENTRY_TYPE)),
                    block.text(Field.AUTHOR),
                    block.text(Field.COMMENT_DATA),
                    block.time(Field.ENTRY_TIME)));
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
            Instant until = block.time(Field.END_TIME);
            if (block.isSet(Field.IS_IN_EFFECT) && (longest == null || until.isAfter(longest.until()))) {
                longest = new Downtime(block.text(Field.AUTHOR), block.text(Field.COMMENT), until);
            }
        }
        return longest;
    }

    private void addDefinition(ObjectKey key, ObjectStatus.Builder status) throws IOException, SourceException {
        if (objects != null) {
            Definition definition = objects.find(key);
            Definition host = key.isHost() || definition.notesUrl().indexOf('$') < 0
                    ? definition
                    : objects.find(ObjectKey.host(key.host()));
            status.alias(definition.alias())
                    .address(definition.address())
                    .notesUrl(ObjectsFile.expand(definition.notesUrl(), key, host))
                    .groups(definition.groups())
                    .contactGroups(definition.contactGroups());
        }
    }
}
