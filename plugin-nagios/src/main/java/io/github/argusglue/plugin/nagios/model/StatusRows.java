package io.github.argusglue.plugin.nagios.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes statuses of what a daemon says in JSON of its objects, and of the comments and downtimes that they have. */
public final class StatusRows {
    private final Map<ObjectKey, List<Comment>> comments = new HashMap<>();
    private final Map<ObjectKey, Downtime> downtimes = new HashMap<>();

    public void addComment(JsonFields row) {
        comments.computeIfAbsent(row.object(), key -> new ArrayList<>())
                .add(new Comment(
                        row.text("comment_id", "id"),
                        Comment.Kind.of(row.number("entry_type")),
                        row.text("author"),
                        row.text("comment_data", "comment", "text"),
                        row.time("entry_time")));
    }

    /** Adds a downtime in effect. Of several, the one that ends last counts. */
    public void addDowntime(JsonFields row) {
        Downtime added = new Downtime(row.text("author"), row.text("comment"), row.time("end_time"));
        downtimes.merge(row.object(), added, (one, other) -> one.until().isAfter(other.until()) ? one : other);
    }

    /** Returns the comments on an object, oldest first. */
    public List<Comment> comments(ObjectKey key) {
        return comments.getOrDefault(key, List.of()).stream()
                .sorted(Comparator.comparing(Comment::at))
                .toList();
    }

    /**
     * Returns the status of an object.
     *
     * @param host the host of a service, as far as it is known
     */
    public ObjectStatus.Builder status(ObjectKey key, State state, JsonFields row, @Nullable ObjectStatus host) {
        boolean hard = row.isOn(true, "state_type");
        boolean downtime = row.number("scheduled_downtime_depth", "downtime_depth") > 0;
        return ObjectStatus.builder(key)
                .checked(row.isOn(true, "has_been_checked"))
                .state(state)
                .hard(hard)
                .lastCheck(row.time("last_check"))
                .lastOk(
                        key.isHost()
                                ? row.time("last_time_up", "last_state_up")
                                : row.time("last_time_ok", "last_state_ok"))
                .since(row.time(hard ? "last_hard_state_change" : "last_state_change"))
                .output(row.text("plugin_output"))
                .acknowledged(
                        row.isOn(false, "acknowledged", "problem_has_been_acknowledged", "acknowledgement"),
                        row.time("acknowledgement_expiry", "acknowledgement_end_time"))
                .inDowntime(downtime, downtime ? downtimes.get(key) : null)
                .flapping(row.isOn(false, "is_flapping"))
                .notifying(row.isOn(true, "notifications_enabled", "enable_notifications"))
                .reachable(state != State.UNREACHABLE && (host == null || host.isReachable()))
                .comments(comments(key))
                .host(host);
    }
}
