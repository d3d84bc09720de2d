package io.github.argusglue.plugin.nagios.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** The objects of a {@link StandInNagios} with the attributes that they have in Icinga 2.13. */
public final class IcingaObjects {
    /** What {@code "1, 2"} is called in a filter: the comments of people and of acknowledgements. */
    private static final List<Integer> TYPES_OF_PEOPLE = List.of(1, 4);

    private final StandInNagios daemon;
    private final ObjectMapper json = new ObjectMapper();

    public IcingaObjects(StandInNagios daemon) {
        this.daemon = daemon;
    }

    /** Returns the attributes of all hosts or all services. */
    public Stream<ObjectNode> checkables(boolean hosts) {
        return daemon.objects().stream()
                .filter(object -> object.isHost() == hosts)
                .map(this::checkable);
    }

    private ObjectNode checkable(StandInObject object) {
        StandInObject.Check check = object.check;
        ObjectNode attributes = named(object.isHost() ? "Host" : "Service", object.host, object.service, "")
                .put("name", object.isHost() ? object.host : object.service)
                .put("display_name", object.alias)
                // An object that was not checked yet is UNKNOWN or DOWN, SOFT.
                .put("state", check.checked ? check.state : object.isHost() ? 1 : 3)
                .put("state_type", check.checked && check.hard ? 1 : 0)
                .put("last_check", check.checked ? (double) check.lastCheck : -1)
                .put("last_state_change", (double) check.lastStateChange)
                .put("last_hard_state_change", (double) check.lastHardStateChange)
                .put(object.isHost() ? "last_state_up" : "last_state_ok", (double) check.lastTime[0])
                .put("last_reachable", isReachable(object))
                .put("acknowledgement", check.acknowledgement)
                .put("acknowledgement_expiry", check.acknowledgedUntil)
                .put("downtime_depth", daemon.downtimeDepth(object.host, object.service))
                .put("flapping", check.flapping)
                .put("enable_flapping", true)
                .put("enable_notifications", object.notifying)
                .put("notes_url", object.notesUrl);
        if (check.checked) {
            String longOutput = check.longOutput.isEmpty() ? "" : "\n" + check.longOutput;
            attributes.putObject("last_check_result").put("output", check.output + longOutput);
        } else {
            attributes.putNull("last_check_result");
        }
        if (object.isHost()) {
            attributes.put("address", object.address);
        } else {
            attributes.put("host_name", object.host);
        }
        object.groups.forEach(attributes.putArray("groups")::add);
        if (object.variables.isEmpty()) {
            attributes.putNull("vars");
        } else {
            object.variables.forEach(attributes.putObject("vars")::put);
        }
        return attributes;
    }

    private boolean isReachable(StandInObject object) {
        if (!object.isHost()) {
            StandInObject host = daemon.object(object.host, "");
            return host.check.state == 0 && isReachable(host);
        }
        return object.parents.stream().allMatch(parent -> daemon.object(parent, "").check.state == 0);
    }

    /** Returns the attributes of all comments. */
    public Stream<ObjectNode> comments() {
        return daemon.comments().stream()
                .map(comment -> named("Comment", comment.host(), comment.service(), "!" + comment.id())
                        .put("host_name", comment.host())
                        .put("service_name", comment.service())
                        .put("author", comment.author())
                        .put("text", comment.text())
                        // Comments of one second are told apart by their time, not by their name.
                        .put("entry_time", comment.at() + comment.id() / 1000.0)
                        .put("entry_type", comment.entryType()));
    }

    /** Returns the attributes of all downtimes. */
    public Stream<ObjectNode> downtimes() {
        return daemon.downtimes().stream()
                .map(downtime -> named("Downtime", downtime.host(), downtime.service(), "!" + downtime.id())
                        .put("host_name", downtime.host())
                        .put("service_name", downtime.service())
                        .put("author", downtime.author())
                        .put("comment", downtime.text())
                        .put("fixed", true)
                        .put("duration", 0)
                        .put("trigger_time", downtime.inEffect() ? downtime.start() : 0)
                        .put("end_time", downtime.end()));
    }

    private ObjectNode named(String type, String host, String service, String id) {
        return json.createObjectNode()
                .put("type", type)
                .put("__name", host + (service.isEmpty() ? "" : "!" + service) + id);
    }

    /** Evaluates one of the filters that the adapter uses; the tests with the real Icinga show what they mean there. */
    boolean matches(ObjectNode object, String filter, JsonNode variables) {
        String name = object.required("__name").asText();
        return switch (filter) {
            case "host.state != 0 && host.last_check_result || wanted[host.__name]",
                    "service.state != 0 && service.last_check_result || wanted[service.__name]" ->
                (object.required("state").asInt() != 0
                                && !object.required("last_check_result").isNull())
                        || variables.required("wanted").has(name);
            case "comment.entry_type in [1, 4]"
                    + " && (comment.service_name == \"\" && host.state != 0 || service.state != 0)" ->
                TYPES_OF_PEOPLE.contains(object.required("entry_type").asInt()) && isOnProblem(object);
            case "comment.entry_type == 4 && comment.host_name == wanted_host"
                    + " && comment.service_name == wanted_service" ->
                object.required("entry_type").asInt() == 4
                        && object.required("host_name").equals(variables.required("wanted_host"))
                        && object.required("service_name").equals(variables.required("wanted_service"));
            case "downtime.trigger_time > 0" -> object.required("trigger_time").asLong() > 0;
            default -> throw new IllegalStateException("unknown filter: " + filter);
        };
    }

    private boolean isOnProblem(ObjectNode comment) {
        StandInObject object = daemon.object(
                comment.required("host_name").asText(),
                comment.required("service_name").asText());
        return object.check.state != 0;
    }
}
