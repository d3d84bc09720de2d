package io.github.argusglue.core.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.failover.FailoverGroups;
import io.github.argusglue.core.failover.FailoverMonitor;
import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.failover.ProbeResult;
import io.github.argusglue.core.failover.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The failover command: shows and sets roles. */
final class FailoverControl {
    private final FailoverGroups groups;
    private final Supplier<Optional<String>> clusterLine;

    /**
     * Creates it.
     *
     * @param clusterLine returns the cluster in one line; empty if there is none
     */
    FailoverControl(FailoverGroups groups, Supplier<Optional<String>> clusterLine) {
        this.groups = groups;
        this.clusterLine = clusterLine;
    }

    /** Sets a role, or returns the current one; without a group, those of all groups and of the cluster. */
    void set(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        if (request.path("group").asText().isEmpty()) {
            write(answer);
            answer.put("text", describeAll());
            return;
        }
        FailoverMonitor monitor = monitor(request.path("group").asText());
        String role = request.path("role").asText();
        String remark = "";
        if (!role.isEmpty()) {
            try {
                monitor.set(parse(role));
            } catch (IOException e) {
                remark = "\nthe role is in force, but will be lost at the next restart: " + e.getMessage();
            }
        }
        FailoverStatus status = monitor.status();
        write(status, answer);
        answer.put("text", describe(status) + remark);
    }

    private String describeAll() {
        List<String> lines = new ArrayList<>();
        groups.status().forEach(status -> lines.add(describe(status)));
        clusterLine.get().ifPresent(line -> lines.add("cluster: " + line));
        return lines.isEmpty()
                ? "the configuration has neither a table [failover.NAME] nor [cluster]: this process is active for all"
                        + " its sources"
                : String.join("\n", lines);
    }

    private static @Nullable Role parse(String word) throws CommandRefusedException {
        return switch (word) {
            case "active" -> Role.ACTIVE;
            case "standby" -> Role.STANDBY;
            case "auto" -> null;
            default ->
                throw CommandRefusedException.unknown("'" + word + "' is not a role; use active, standby or auto");
        };
    }

    private FailoverMonitor monitor(String name) throws CommandRefusedException {
        List<String> there = groups.status().stream().map(FailoverStatus::group).toList();
        return groups.group(name)
                .orElseThrow(() -> CommandRefusedException.unknown("there is no failover group '" + name
                        + (there.isEmpty()
                                ? "'; the configuration has no table [failover.NAME]"
                                : "'; existing groups: " + String.join(", ", there))
                        + clusterLine
                                .get()
                                .map(line -> "; roles in the cluster follow its engine and cannot be set by hand")
                                .orElse("")));
    }

    static String describe(FailoverStatus status) {
        return status.group() + ": " + word(status.role()) + (status.byHand() == null ? "" : " BY HAND") + " since "
                + status.since() + ": " + status.reason() + " (" + status.target() + ")";
    }

    void write(ObjectNode answer) {
        ArrayNode all = answer.putArray("failover");
        groups.status().forEach(status -> write(status, all.addObject()));
    }

    private static void write(FailoverStatus status, ObjectNode json) {
        json.put("group", status.group());
        json.put("role", word(status.role()));
        json.put("since", status.since().toString());
        Role byHand = status.byHand();
        json.put("by_hand", byHand == null ? null : word(byHand));
        json.put("automatic", word(status.automatic()));
        json.put("reason", status.reason());
        json.put("target", status.target());
        ProbeResult answer = status.answer();
        json.put("answer", answer == null ? null : answer.kind().name().toLowerCase(Locale.ROOT));
        json.put("answered_at", answer == null ? null : String.valueOf(status.answeredAt()));
        json.put("in_a_row", status.row());
        json.put("needed", status.needed());
        json.put("line", describe(status));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
