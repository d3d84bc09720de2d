package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads Nagios Core 4 through statusjson.cgi and objectjson.cgi. There are no hints, and no commands can be given. */
final class CgiBackend implements Backend {
    /** How old the data may be. Nagios writes it every 10 s unless configured otherwise. */
    private static final Duration STALE = Duration.ofMinutes(3);

    /** How the CGIs show names and text that are not ASCII. */
    private static final String UNSHOWN = "(null)";

    private final URI url;
    private final SourceHttpClient http;
    private volatile Map<ObjectKey, Definition> objects = Map.of();
    private volatile boolean hidesObjects;
    private Instant objectsOf = Instant.EPOCH;

    /** @param endpoint address of Nagios's web pages, such as {@code https://host/nagios4} */
    CgiBackend(HttpEndpoint endpoint, SourceContext context) {
        this.url = endpoint.url();
        this.http = context.http(endpoint.access());
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        readObjects();
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        Map<ObjectKey, JsonFields> hosts = new HashMap<>();
        Map<ObjectKey, JsonFields> found = new LinkedHashMap<>();
        BiConsumer<String, JsonFields> add = (path, fields) -> {
            ObjectKey key = ObjectKey.parse(path);
            if (key.isHost()) {
                hosts.put(key, fields);
            }
            // A bit for each state: 1 is pending, 2 is OK or UP, what is above is a problem.
            if (!path.contains(UNSHOWN) && (fields.number("status") > 2 || watched.contains(key))) {
                found.put(key, fields);
            }
        };
        Instant programStart = status("hostlist", "", add).time("program_start");
        if (!programStart.equals(objectsOf)) {
            readObjects();
        }
        JsonFields last = status("servicelist", "warning critical unknown", add);
        if (watched.stream().anyMatch(key -> !found.containsKey(key) && objects.containsKey(key))) {
            // Only a list of all services shows those that recovered at one and the same time as the others.
            found.keySet().removeIf(key -> !key.isHost());
            last = status("servicelist", "", add);
        }
        StatusRows rows = new StatusRows();
        if (!found.isEmpty()) {
            status("commentlist", "", (id, fields) -> rows.addComment(fields));
            status("downtimelist", "", (id, fields) -> {
                if (fields.isOn(false, "is_in_effect")) {
                    rows.addDowntime(fields);
                }
            });
        }
        if (!last.time("program_start").equals(programStart) || !programStart.equals(objectsOf)) {
            throw SourceException.unreachable(name() + ": Nagios was restarted while it was read", null);
        }
        List<ObjectStatus> statuses = new ArrayList<>();
        found.forEach((key, fields) -> {
            ObjectKey host = ObjectKey.host(key.host());
            JsonFields ofHost = key.isHost() ? null : hosts.get(host);
            statuses.add(status(key, fields, rows, ofHost == null ? null : status(host, ofHost, rows, null)));
        });
        // Objects that the CGIs cannot show are not gone: nothing is known about them.
        watched.stream()
                .filter(key -> !StandardCharsets.US_ASCII.newEncoder().canEncode(key.toString()))
                .forEach(key -> statuses.add(rows.unchecked(key)));
        return new Reading(last.time("last_data_update"), programStart, statuses);
    }

    private ObjectStatus status(ObjectKey key, JsonFields fields, StatusRows rows, @Nullable ObjectStatus host) {
        State state = switch (fields.number("status")) {
            case 4 -> key.isHost() ? State.DOWN : State.WARNING;
            case 8 -> key.isHost() ? State.UNREACHABLE : State.UNKNOWN;
            case 16 -> State.CRITICAL;
            default -> key.isHost() ? State.UP : State.OK;
        };
        return rows.status(key, state, fields, objects.getOrDefault(key, Definition.NONE), host);
    }

    private JsonFields status(String query, String states, BiConsumer<String, JsonFields> entries)
            throws SourceException, InterruptedException {
        JsonFields answer = list("statusjson.cgi", query, states, entries);
        Duration age = Duration.between(answer.time("last_data_update"), answer.time("query_time"));
        if (age.compareTo(STALE) > 0) {
            throw SourceException.unreachable(
                    name() + ": Nagios has not written its status for " + age.toSeconds()
                            + " s: check that it runs and does not hang",
                    null);
        }
        return answer;
    }

    private void readObjects() throws SourceException, InterruptedException {
        Map<ObjectKey, List<String>> groups = new HashMap<>();
        BiConsumer<String, JsonFields> addMembers = (group, fields) -> fields.members()
                .forEach(member ->
                        groups.computeIfAbsent(member, any -> new ArrayList<>()).add(group));
        Map<ObjectKey, Definition> all = new HashMap<>();
        BiConsumer<String, JsonFields> add = (path, fields) -> {
            ObjectKey key = ObjectKey.parse(path);
            Definition own = Definition.of(fields, groups.getOrDefault(key, List.of()));
            all.put(key, own.expanded(key, all.getOrDefault(ObjectKey.host(key.host()), own)));
        };
        list("objectjson.cgi", "hostgrouplist", "", addMembers);
        list("objectjson.cgi", "servicegrouplist", "", addMembers);
        JsonFields answer = list("objectjson.cgi", "hostlist", "", add);
        list("objectjson.cgi", "servicelist", "", add);
        hidesObjects = all.keySet().removeIf(key -> key.toString().contains(UNSHOWN));
        objects = all;
        objectsOf = answer.time("program_start");
    }

    /**
     * Asks for a list with details, and passes on its entries one by one, as a list may be large.
     *
     * @param query what is asked for, which is the name of the list in the answer too
     * @param entries takes the name of each entry, {@code host} or {@code host!service}, and its attributes
     * @return attributes of the answer as a whole
     */
    private JsonFields list(String cgi, String query, String status, BiConsumer<String, JsonFields> entries)
            throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.get(url, "cgi-bin/" + cgi)
                .query("query", query)
                .query("details", "true")
                .hint(
                        404,
                        "check 'url': the CGIs are looked for in its folder cgi-bin, so it is like"
                                + " https://host/nagios4");
        if (!status.isEmpty()) {
            request = request.query("servicestatus", status);
        }
        String what = request + " (" + query + ")";
        return http.send(request, response -> {
            String text = UndeclaredText.decodeLines(response.body().readAllBytes());
            if (text.isBlank()) {
                throw SourceException.unreachable(what + ": an empty answer: Nagios is stopped", null);
            }
            try (JsonParser parser = JsonFields.MAPPER.createParser(text)) {
                return read(parser, what, query, entries);
            } catch (JsonProcessingException e) {
                throw SourceException.badAnswer(
                        what + ": the answer is not the JSON of Nagios Core 4: "
                                + UndeclaredText.oneLine(e.getOriginalMessage()),
                        e);
            }
        });
    }

    private static JsonFields read(JsonParser parser, String what, String list, BiConsumer<String, JsonFields> entries)
            throws IOException, SourceException {
        JsonNode result = MissingNode.getInstance();
        boolean found = false;
        String path = "/data/" + list;
        boolean areServices = list.equals("servicelist");
        while (parser.nextToken() != null) {
            JsonStreamContext in = parser.getParsingContext();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                continue;
            }
            String at = in.pathAsPointer().toString();
            if (at.equals("/result")) {
                result = parser.readValueAsTree();
            } else if (at.equals(path)) {
                found = true;
            } else if (at.startsWith(path + "/") && in.getNestingDepth() == (areServices ? 5 : 4)) {
                // Services are listed below their hosts.
                String host = areServices ? in.getParent().getParent().getCurrentName() + "!" : "";
                String name = host + in.getParent().getCurrentName();
                JsonNode entry = parser.readValueAsTree();
                entries.accept(name, new JsonFields(entry::get));
            }
        }
        if (result.path("type_code").asInt(-1) != 0) {
            String reason = result.path("type_text").asText("no result") + ": "
                    + result.path("message").asText("");
            throw SourceException.unreachable(what + ": " + UndeclaredText.oneLine(reason), null);
        }
        if (!found) {
            throw SourceException.badAnswer(what + ": no '" + list + "' in the answer", null);
        }
        return new JsonFields(result::get);
    }

    @Override
    public boolean knows(ObjectKey key) {
        return objects.containsKey(key);
    }

    @Override
    public Optional<Commands> commands() {
        return Optional.empty();
    }

    @Override
    public Health health() {
        return hidesObjects
                ? Health.degraded(
                        "the CGIs cannot show hosts and services whose names are not ASCII: use 'livestatus' or"
                                + " 'config_file' to see their problems")
                : Health.ok();
    }

    @Override
    public void close() {
        // The core ends the calls of its HTTP client.
    }
}
