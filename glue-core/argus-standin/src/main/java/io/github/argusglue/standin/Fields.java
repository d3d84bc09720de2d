package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates the fields of a body as Argus does, and collects all errors. */
final class Fields {
    private static final int MOST_INDEXED = 2_690;
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]+");

    /** Host names with a single label are rejected, except "localhost". */
    private static final Pattern URL = Pattern.compile(
            "(?i)(https?|ftps?)://([^\\s/@]+@)?(localhost|[^\\s/:.]+(\\.[^\\s/:.]+)+|\\[[0-9a-f:.]+])(:\\d{1,5})?([/?#]\\S*)?");

    private static final String NOT_A_TIME = "Datetime has wrong format. Use one of these formats instead: "
            + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z], or 'infinity'.";

    private final ObjectNode body;
    private final ObjectNode complaints = JsonNodeFactory.instance.objectNode();

    Fields(ObjectNode body) {
        this.body = body;
    }

    boolean has(String name) {
        return body.has(name);
    }

    @Nullable
    Instant time(String name, boolean required) {
        JsonNode value = body.get(name);
        if (value == null) {
            if (required) {
                complain(name, "This field is required.");
            }
            return null;
        }
        Instant time = Times.parse(value.asText()).orElse(null);
        if (time == null) {
            complain(name, value.isNull() ? "This field may not be null." : NOT_A_TIME);
        }
        return time;
    }

    /** Absent or "infinity" means open; null means stateless. */
    @Nullable
    Instant end() {
        JsonNode value = body.get("end_time");
        if (value == null || "infinity".equals(value.asText())) {
            return Instant.MAX;
        }
        return value.isNull() ? null : time("end_time", true);
    }

    /** Stripped, as Argus does. */
    String text(String name, String absent) {
        JsonNode value = body.get(name);
        if (value == null) {
            return absent;
        }
        if (value.isNull()) {
            complain(name, "This field may not be null.");
        } else if (!value.isTextual() && !value.isNumber()) {
            complain(name, "Not a valid string.");
        } else if (value.asText().indexOf(0) >= 0) {
            complain(name, "Null characters are not allowed.");
        }
        return value.asText().strip();
    }

    String requiredText(String name) {
        if (!body.has(name)) {
            complain(name, "This field is required.");
        }
        return text(name, "");
    }

    /** Unlike the other URL, this one is validated, and may be absent but not empty. */
    String ticket(String absent) {
        String url = text("ticket_url", absent);
        if (body.has("ticket_url") && !URL.matcher(url).matches()) {
            complain("ticket_url", "Enter a valid URL.");
        }
        return url;
    }

    int level(int absent) {
        JsonNode value = body.get("level");
        if (value == null) {
            return absent;
        }
        if (value.isNull()) {
            complain("level", "This field may not be null.");
        } else if (!value.asText().matches("[1-5]")) {
            complain("level", "\"" + value.asText() + "\" is not a valid choice.");
        }
        return value.asInt();
    }

    /** Any JSON is accepted; NUL and a missing value are rejected by the database. */
    JsonNode metadata(JsonNode absent) throws Refused {
        JsonNode value = body.get("metadata");
        if (value == null) {
            return absent;
        }
        if (value.isNull()) {
            String said =
                    "null value in column \"metadata\" of relation \"argus_incident_incident\" violates not-null constraint";
            throw Refused.body(400, JsonNodeFactory.instance.arrayNode().add(said));
        }
        if (value.toString().contains("\\u0000")) {
            refuse();
            throw Refused.broken();
        }
        return value;
    }

    Set<String> tags() throws Refused {
        Set<String> tags = new LinkedHashSet<>();
        JsonNode value = body.get("tags");
        if (value == null) {
            complain("tags", "This field is required.");
            return tags;
        }
        ObjectNode bad = JsonNodeFactory.instance.objectNode();
        int index = 0;
        boolean breaks = false;
        for (JsonNode element : value) {
            String complaint = tagComplaint(element.path("tag").asText());
            if (complaint != null) {
                bad.putObject(Integer.toString(index)).put("tag", complaint);
            }
            breaks |= element.path("tag").asText().indexOf(0) >= 0
                    || isTooLong(element.path("tag").asText());
            tags.add(fit(element.path("tag").asText()));
            index++;
        }
        if (!bad.isEmpty()) {
            complaints.set("tags", bad);
        } else if (breaks) {
            refuse();
            throw Refused.broken();
        }
        return tags;
    }

    /** The limit of a database index; values that compress well could be longer, which is ignored here. */
    static boolean isTooLong(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length > MOST_INDEXED;
    }

    static @Nullable String tagComplaint(String tag) {
        int equals = tag.indexOf('=');
        if (equals < 0) {
            return "The tag does not have its delimiter: =.";
        }
        String key = tag.substring(0, equals).strip();
        if (key.isEmpty()) {
            return "The key of the tag cannot be empty.";
        }
        return KEY.matcher(key).matches()
                ? null
                : "['Enter a valid key consisting of lowercase letters, numbers and underscores.']";
    }

    /** Argus strips key and value. */
    static String fit(String tag) {
        int equals = tag.indexOf('=');
        return equals < 0
                ? tag
                : tag.substring(0, equals).strip() + "="
                        + tag.substring(equals + 1).strip();
    }

    void complain(String name, String complaint) {
        complaints.putArray(name).add(complaint);
    }

    /** Throws if there were errors. */
    void refuse() throws Refused {
        if (!complaints.isEmpty()) {
            throw Refused.body(400, complaints);
        }
    }

    /** Rejects fields that cannot be changed. */
    void only(Set<String> changeable, Set<String> known) throws Refused {
        Map<String, String> wrong = new LinkedHashMap<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!changeable.contains(name)) {
                wrong.put(
                        name,
                        known.contains(name) ? "The field is not allowed to be changed." : "The field does not exist.");
            }
        });
        if (!wrong.isEmpty()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            wrong.forEach(node::put);
            throw Refused.body(400, node);
        }
    }
}
