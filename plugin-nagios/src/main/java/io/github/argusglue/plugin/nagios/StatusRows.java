package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes statuses of what a daemon says in JSON of its objects, and of the comments and downtimes that they have. */
final class StatusRows {
    private final Map<ObjectKey, List<Comment>> comments = new HashMap<>();
    private final Map<ObjectKey, Downtime> downtimes = new HashMap<>();

    void addComment(JsonFields row) {
        comments.computeIfAbsent(row.object(), key -> new ArrayList<>())
                .add(new Comment(
                        row.text("comment_id", "id"),
                        Comment.Kind.of(row.number("entry_type")),
                        row.text("author"),
                        row.text("comment_data", "comment", "text"),
                        row.time("entry_time")));
    }

    /** Adds a downtime in effect. Of several, the one that ends last counts. */
    void addDowntime(JsonFields row) {
        Downtime added = new Downtime(row.text("author"), row.text("comment"), row.time("end_time"));
        downtimes.merge(row.object(), added, (one, other) -> one.until().isAfter(other.until()) ? one : other);
    }

    /** Returns the comments on an object, oldest first. */
    List<Comment> comments(ObjectKey key) {
        return comments.getOrDefault(key, List.of()).stream()
                .sorted(Comparator.comparing(Comment::at))
                .toList();
    }

    /**
     * Returns the status of an object.
     *
     * @param host the host of a service, as far as it is known
     */
    ObjectStatus status(
            ObjectKey key, State state, JsonFields row, Definition definition, @Nullable ObjectStatus host) {
        boolean hard = row.isOn(true, "state_type");
        boolean downtime = row.number("scheduled_downtime_depth", "downtime_depth") > 0;
        // Icinga 2 says that a service is not reachable while its host is down, too. That is what the host's state
        // says.
        boolean reached = row.isOn(true, "last_reachable") || (host != null && host.state() == State.DOWN);
        return new ObjectStatus(
                key,
                row.isOn(true, "has_been_checked"),
                state,
                hard,
                row.time("last_check"),
                known(row.time("last_time_up", "last_time_ok", "last_state_up", "last_state_ok")),
                known(row.time(hard ? "last_hard_state_change" : "last_state_change")),
                row.text("plugin_output"),
                row.isOn(false, "acknowledged", "problem_has_been_acknowledged", "acknowledgement"),
                known(row.time("acknowledgement_end_time", "acknowledgement_expiry")),
                downtime,
                Optional.ofNullable(downtime ? downtimes.get(key) : null),
                row.isOn(false, "is_flapping"),
                row.isOn(true, "notifications_enabled", "enable_notifications"),
                state != State.UNREACHABLE && reached && (host == null || host.isReachable()),
                comments(key),
                definition,
                Optional.ofNullable(host));
    }

    /** Returns the status of an object of which nothing is known. */
    ObjectStatus unchecked(ObjectKey key) {
        JsonNode nothing = JsonNodeFactory.instance.objectNode().put("has_been_checked", false);
        return status(key, key.isHost() ? State.UP : State.OK, new JsonFields(nothing::get), Definition.NONE, null);
    }

    private static Optional<Instant> known(Instant time) {
        return time.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(time);
    }
}
