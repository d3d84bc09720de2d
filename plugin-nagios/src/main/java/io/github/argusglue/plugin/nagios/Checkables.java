package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Understands Icinga's hosts and services, and their comments and downtimes. */
final class Checkables {
    static final List<String> HOST_ATTRIBUTES = attributes("address last_state_up");
    static final List<String> SERVICE_ATTRIBUTES = attributes("host_name last_state_ok");

    private Checkables() {}

    private static List<String> attributes(String ofTheType) {
        String common = " name display_name state state_type last_check last_check_result vars last_state_change"
                + " last_hard_state_change last_reachable groups notes_url acknowledgement acknowledgement_expiry"
                + " downtime_depth enable_notifications flapping enable_flapping";
        return List.of((ofTheType + common).split(" ", -1));
    }

    /** Returns the name of a host or service. */
    static ObjectKey key(JsonNode object) {
        JsonNode attributes = object.required("attrs");
        String name = attributes.required("name").asText();
        return object.required("type").asText().equals("Host")
                ? ObjectKey.host(name)
                : ObjectKey.service(attributes.required("host_name").asText(), name);
    }

    /** Returns the attributes of any object, and what the attributes of Nagios would say that it does not have. */
    static JsonFields fields(JsonNode object) {
        JsonNode attributes = object.required("attrs");
        JsonNode result = attributes.path("last_check_result");
        String output = result.path("output").asText();
        return new JsonFields(name -> switch (name) {
            case "id" -> object.get("name");
            case "has_been_checked" -> BooleanNode.valueOf(!result.isNull());
            case "plugin_output" -> new TextNode(output.lines().findFirst().orElse(""));
            // Icinga computes this even if nobody wants to know.
            case "is_flapping" ->
                BooleanNode.valueOf(attributes.path("flapping").asBoolean()
                        && attributes.path("enable_flapping").asBoolean());
            case "end_time" -> end(attributes);
            default -> attributes.get(name);
        });
    }

    /** A flexible downtime lasts for its duration from when it was triggered. */
    private static JsonNode end(JsonNode downtime) {
        return downtime.path("fixed").asBoolean()
                ? downtime.path("end_time")
                : new DoubleNode(downtime.path("trigger_time").asDouble()
                        + downtime.path("duration").asDouble());
    }

    /**
     * Returns the status of a host or service.
     *
     * @param host the host of a service, if it is known
     */
    static ObjectStatus status(JsonNode object, @Nullable ObjectStatus host, StatusRows rows) {
        ObjectKey key = key(object);
        JsonNode attributes = object.required("attrs");
        boolean reachable = attributes.required("last_reachable").asBoolean();
        int number = attributes.required("state").asInt();
        State ofHost = number != 0 && !reachable ? State.UNREACHABLE : State.ofHost(number);
        JsonFields fields = fields(object);
        Definition own = Definition.of(fields, fields.texts("groups"));
        Definition definition = own.expanded(key, host == null ? own : host.definition());
        return rows.status(key, key.isHost() ? ofHost : State.ofService(number), fields, definition, host);
    }
}
