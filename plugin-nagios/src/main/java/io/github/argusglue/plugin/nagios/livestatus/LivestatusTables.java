package io.github.argusglue.plugin.nagios.livestatus;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.Downtime;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Queries of Livestatus's tables. Which columns a table has differs between Nagios, Naemon and Icinga, so it is asked
 * for first, and what is missing is left out.
 */
final class LivestatusTables {
    /** Columns that are the same for hosts and services. */
    private static final List<String> COMMON = List.of(
            "state",
            "state_type",
            "has_been_checked",
            "last_check",
            "last_state_change",
            "last_hard_state_change",
            "plugin_output",
            "acknowledged",
            "scheduled_downtime_depth",
            "is_flapping",
            "notifications_enabled",
            "groups",
            "contact_groups",
            "custom_variables",
            "notes_url_expanded");

    private static final List<String> HOSTS = plus(COMMON, "name", "last_time_up", "alias", "address");
    private static final List<String> SERVICES = services();
    private static final List<String> ABOUT = List.of("id", "host_name", "service_description", "author", "comment");

    private final LivestatusClient client;
    private Map<String, Set<String>> known = Map.of();

    LivestatusTables(LivestatusClient client) {
        this.client = client;
    }

    private static List<String> plus(List<String> columns, String... more) {
        List<String> all = new ArrayList<>(columns);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static List<String> services() {
        List<String> all = plus(COMMON, "host_name", "description", "last_time_ok", "display_name");
        HOSTS.forEach(column -> all.add(column.equals("name") ? "host_name" : "host_" + column));
        return all.stream().distinct().toList();
    }

    /** Asks which columns there are. */
    void learn() throws SourceException, InterruptedException {
        Map<String, Set<String>> columns = new HashMap<>();
        for (JsonNode row : client.ask("GET columns\nColumns: table name\n")) {
            columns.computeIfAbsent(row.path(0).asText(), table -> new HashSet<>())
                    .add(row.path(1).asText());
        }
        known = columns;
        for (String column : List.of("hosts name", "hosts state", "services host_name", "services description")) {
            String[] parts = column.split(" ", 2);
            if (!columns.getOrDefault(parts[0], Set.of()).contains(parts[1])) {
                throw SourceException.badAnswer(
                        "GET columns: no column '" + parts[1] + "' of '" + parts[0] + "': this is not a Livestatus of"
                                + " Nagios, Naemon or Icinga",
                        null);
            }
        }
    }

    JsonFields status() throws SourceException, InterruptedException {
        List<JsonFields> rows =
                select("status", List.of("program_start", "num_services", "livestatus_version", "program_version"), "");
        if (rows.size() != 1) {
            throw SourceException.badAnswer("GET status: " + rows.size() + " rows instead of one", null);
        }
        return rows.get(0);
    }

    List<JsonFields> hosts(String filter) throws SourceException, InterruptedException {
        return select("hosts", HOSTS, filter);
    }

    List<JsonFields> services(String filter) throws SourceException, InterruptedException {
        return select("services", SERVICES, filter);
    }

    /** Returns the names of all objects. */
    Set<ObjectKey> names() throws SourceException, InterruptedException {
        Set<ObjectKey> names = new HashSet<>();
        select("hosts", List.of("name"), "").forEach(row -> names.add(ObjectKey.host(row.text("name"))));
        for (JsonFields row : select("services", List.of("host_name", "description"), "")) {
            names.add(ObjectKey.service(row.text("host_name"), row.text("description")));
        }
        return names;
    }

    /** Returns the comments on each object, oldest first. */
    Map<ObjectKey, List<Comment>> comments() throws SourceException, InterruptedException {
        Map<ObjectKey, List<Comment>> comments = new HashMap<>();
        for (JsonFields row : select("comments", plus(ABOUT, "entry_time", "entry_type"), "")) {
            comments.computeIfAbsent(about(row), key -> new ArrayList<>())
                    .add(new Comment(
                            row.text("id"),
                            Comment.Kind.of(row.number("entry_type")),
                            row.text("author"),
                            row.text("comment"),
                            row.time("entry_time")));
        }
        comments.values().forEach(list -> list.sort(Comparator.comparing(Comment::at)));
        return comments;
    }

    /** Returns the downtime of each object that has begun and ends last. */
    Map<ObjectKey, Downtime> downtimes(Instant now) throws SourceException, InterruptedException {
        Map<ObjectKey, Downtime> downtimes = new HashMap<>();
        for (JsonFields row : select("downtimes", plus(ABOUT, "start_time", "end_time"), "")) {
            Downtime downtime = new Downtime(row.text("author"), row.text("comment"), row.time("end_time"));
            if (!row.time("start_time").isAfter(now) && downtime.until().isAfter(now)) {
                downtimes.merge(about(row), downtime, (a, b) -> a.until().isAfter(b.until()) ? a : b);
            }
        }
        return downtimes;
    }

    private static ObjectKey about(JsonFields row) {
        String service = row.text("service_description");
        return service.isEmpty()
                ? ObjectKey.host(row.text("host_name"))
                : ObjectKey.service(row.text("host_name"), service);
    }

    /** Returns a filter that the objects with these names pass. */
    static String filter(Collection<ObjectKey> keys) {
        StringBuilder filter = new StringBuilder();
        for (ObjectKey key : keys) {
            if (key.isHost()) {
                filter.append("Filter: name = ").append(key.host()).append('\n');
            } else {
                filter.append("Filter: host_name = ").append(key.host()).append('\n');
                filter.append("Filter: description = ").append(key.service().orElseThrow());
                filter.append("\nAnd: 2\n");
            }
        }
        return filter.append("Or: ").append(keys.size()).append('\n').toString();
    }

    private List<JsonFields> select(String table, List<String> wanted, String filter)
            throws SourceException, InterruptedException {
        Set<String> existing = known.getOrDefault(table, Set.of());
        List<String> columns = wanted.stream().filter(existing::contains).toList();
        if (columns.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        columns.forEach(column -> places.put(column, places.size()));
        JsonNode rows = client.ask(
                "GET " + table + "\nColumns: " + String.join(" ", columns) + "\nColumnHeaders: off\n" + filter);
        List<JsonFields> answer = new ArrayList<>(rows.size());
        for (JsonNode row : rows) {
            if (!row.isArray() || row.size() != columns.size()) {
                throw SourceException.badAnswer(
                        "GET " + table + ": a row does not have the " + columns.size() + " columns asked for", null);
            }
            answer.add(new JsonFields(
                    name -> {
                        Integer place = places.get(name);
                        return place == null ? null : row.get(place);
                    },
                    1));
        }
        return answer;
    }
}
