package io.github.argusglue.plugin.nagios.icinga;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.Downtime;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.plugin.nagios.model.UrlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Makes statuses from the attributes of Icinga's hosts and services. */
final class Checkables {
    static final List<String> HOST_ATTRIBUTES = attributes("address", "last_state_up");
    static final List<String> SERVICE_ATTRIBUTES = attributes("host_name", "last_state_ok");

    private Checkables() {}

    private static List<String> attributes(String... ofTheType) {
        List<String> names = new ArrayList<>(List.of(ofTheType));
        names.addAll(List.of("name", "display_name", "state", "state_type", "last_check", "last_check_result", "vars"));
        names.addAll(List.of("last_state_change", "last_hard_state_change", "last_reachable", "groups", "notes_url"));
        names.addAll(List.of("acknowledgement", "acknowledgement_expiry", "downtime_depth", "enable_notifications"));
        names.addAll(List.of("flapping", "enable_flapping"));
        return List.copyOf(names);
    }

    /** Returns the name of the object that a host, service, comment or downtime is about. */
    static ObjectKey key(JsonNode object) {
        JsonNode attributes = object.required("attrs");
        return switch (object.required("type").asText()) {
            case "Host" -> ObjectKey.host(attributes.required("name").asText());
            case "Service" -> service(attributes, attributes.required("name").asText());
            default -> service(attributes, attributes.required("service_name").asText());
        };
    }

    private static ObjectKey service(JsonNode attributes, String name) {
        String host = attributes.required("host_name").asText();
        return name.isEmpty() ? ObjectKey.host(host) : ObjectKey.service(host, name);
    }

    /**
     * Returns the status of a host or service.
     *
     * @param host the host of a service, if it is known
     * @param comments those on the object, oldest first
     * @param downtime the one in effect, if its details are known
     */
    static ObjectStatus status(
            JsonNode object, @Nullable ObjectStatus host, List<Comment> comments, @Nullable Downtime downtime) {
        ObjectKey key = key(object);
        JsonNode attributes = object.required("attrs");
        boolean hard = attributes.required("state_type").asInt() == 1;
        boolean reachable = attributes.required("last_reachable").asBoolean();
        // A service is not reachable while its host is down, too. That is what the state of the host already says.
        boolean onlyHostDown = host != null && host.state() == State.DOWN;
        // Icinga computes this even if nobody wants to know.
        boolean flapping = attributes.required("flapping").asBoolean()
                && attributes.required("enable_flapping").asBoolean();
        int state = attributes.required("state").asInt();
        State ofHost = state != 0 && !reachable ? State.UNREACHABLE : State.ofHost(state);
        String output = attributes.required("last_check_result").path("output").asText();
        String address = attributes.path("address").asText(host == null ? "" : host.address());
        return ObjectStatus.builder(key)
                .checked(!attributes.required("last_check_result").isNull())
                .state(key.isHost() ? ofHost : State.ofService(state))
                .hard(hard)
                .lastCheck(time(attributes, "last_check"))
                .lastOk(time(attributes, key.isHost() ? "last_state_up" : "last_state_ok"))
                .since(time(attributes, hard ? "last_hard_state_change" : "last_state_change"))
                .output(output.lines().findFirst().orElse(""))
                .acknowledged(
                        attributes.required("acknowledgement").asInt() != 0, time(attributes, "acknowledgement_expiry"))
                .inDowntime(attributes.required("downtime_depth").asInt() > 0, downtime)
                .flapping(flapping)
                .notifying(attributes.required("enable_notifications").asBoolean())
                .reachable(reachable || onlyHostDown)
                .comments(comments)
                .variables(variables(attributes))
                .groups(strings(attributes.required("groups")))
                .address(key.isHost() ? address : "")
                .alias(attributes.required("display_name").asText())
                .notesUrl(notesUrl(attributes.required("notes_url").asText(), key, address))
                .host(host)
                .build();
    }

    static Comment comment(JsonNode object) {
        JsonNode attributes = object.required("attrs");
        return new Comment(
                object.required("name").asText(),
                Comment.Kind.of(attributes.required("entry_type").asInt()),
                attributes.required("author").asText(),
                attributes.required("text").asText(),
                time(attributes, "entry_time"));
    }

    /** Returns a downtime in effect. A flexible one lasts for its duration from when it was triggered. */
    static Downtime downtime(JsonNode object) {
        JsonNode attributes = object.required("attrs");
        boolean fixed = attributes.required("fixed").asBoolean();
        Instant until = fixed
                ? time(attributes, "end_time")
                : time(attributes, "trigger_time")
                        .plusSeconds(attributes.required("duration").asLong());
        return new Downtime(
                attributes.required("author").asText(),
                attributes.required("comment").asText(),
                until);
    }

    /** Returns a time with its fraction; the epoch if there is none, which Icinga writes as 0 or -1. */
    static Instant time(JsonNode attributes, String name) {
        return Instant.ofEpochMilli(
                Math.max(0, (long) (attributes.required(name).asDouble() * 1000)));
    }

    /** Returns strings, numbers and booleans, and lists of them as one text. Dictionaries are left out. */
    private static Map<String, String> variables(JsonNode attributes) {
        Map<String, String> variables = new HashMap<>();
        attributes.required("vars").properties().forEach(variable -> {
            JsonNode value = variable.getValue();
            if (value.isValueNode() && !value.isNull()) {
                variables.put(variable.getKey(), value.asText());
            } else if (value.isArray()) {
                StringJoiner list = new StringJoiner(", ");
                strings(value).forEach(list::add);
                variables.put(variable.getKey(), list.toString());
            }
        });
        return variables;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }

    /** Returns the link with its macros replaced; empty if it has others, since it would lead nowhere. */
    private static String notesUrl(String template, ObjectKey key, String address) {
        String url = template.replace("$host.name$", UrlText.encode(key.host()))
                .replace("$host.address$", UrlText.encode(address))
                .replace("$address$", UrlText.encode(address))
                .replace("$service.name$", UrlText.encode(key.service().orElse("")));
        return url.contains("$") ? "" : url;
    }
}
