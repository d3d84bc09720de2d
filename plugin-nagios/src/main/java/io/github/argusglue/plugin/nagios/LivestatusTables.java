package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Queries of Livestatus's tables. Which columns a table has differs between Nagios, Naemon and Icinga, so it is asked
 * for first, and what is missing is left out.
 */
final class LivestatusTables {
    /** With more names than this, all rows are asked for: the server compares each row with each name. */
    private static final int MOST_NAMES = 100;

    private final LivestatusClient client;
    private final Set<String> known = new HashSet<>();

    /** Asks which columns there are. */
    LivestatusTables(LivestatusClient client) throws SourceException, InterruptedException {
        this.client = client;
        for (JsonNode row : client.ask("GET columns\nColumns: table name\n")) {
            known.add(row.path(0).asText() + " " + row.path(1).asText());
        }
        for (String needed : List.of("hosts name", "hosts state", "services host_name", "services description")) {
            if (!known.contains(needed)) {
                String[] parts = needed.split(" ", 2);
                throw SourceException.badAnswer(
                        "GET columns: no column '" + parts[1] + "' of '" + parts[0] + "': this is not a Livestatus of"
                                + " Nagios, Naemon or Icinga",
                        null);
            }
        }
    }

    /**
     * Returns the rows of a table.
     *
     * @param wanted columns, with a space between
     * @param filter lines of the query
     */
    List<JsonFields> select(String table, String wanted, String filter) throws SourceException, InterruptedException {
        Map<String, Integer> places = new HashMap<>();
        StringBuilder columns = new StringBuilder();
        for (String column : wanted.split(" ", -1)) {
            if (known.contains(table + " " + column)) {
                places.put(column, places.size());
                columns.append(' ').append(column);
            }
        }
        if (places.isEmpty()) {
            return List.of();
        }
        List<JsonFields> rows = new ArrayList<>();
        String query = "GET " + table + "\nColumns:" + columns + "\nColumnHeaders: off\n" + filter;
        for (JsonNode row : client.ask(query)) {
            if (row.size() != places.size()) {
                throw SourceException.badAnswer(
                        "GET " + table + ": a row does not have the " + places.size() + " columns asked for", null);
            }
            rows.add(new JsonFields(name -> row.get(places.getOrDefault(name, -1))));
        }
        return rows;
    }

    /** Returns the rows of those of the objects that are in a table; of many, also rows of others. */
    List<JsonFields> named(String table, String wanted, Collection<ObjectKey> objects)
            throws SourceException, InterruptedException {
        List<ObjectKey> keys = objects.stream()
                .filter(key -> key.isHost() == table.equals("hosts"))
                .toList();
        StringBuilder filter = new StringBuilder();
        if (keys.size() <= MOST_NAMES) {
            keys.forEach(key -> filter.append(key.service()
                    .map(service ->
                            "Filter: host_name = " + key.host() + "\nFilter: description = " + service + "\nAnd: 2\n")
                    .orElse("Filter: name = " + key.host() + "\n")));
            filter.append("Or: ").append(keys.size()).append('\n');
        }
        return keys.isEmpty() ? List.of() : select(table, wanted, filter.toString());
    }
}
