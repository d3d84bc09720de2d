package io.github.argusglue.plugin.nagios.cgi;

import io.github.argusglue.plugin.nagios.model.Backend;
import io.github.argusglue.plugin.nagios.model.Commands;
import io.github.argusglue.plugin.nagios.model.Definition;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.Reading;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.plugin.nagios.model.StatusRows;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpEndpoint;
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
public final class CgiBackend implements Backend {
    /** How old the data may be. Nagios writes it every 10 s unless configured otherwise. */
    private static final Duration STALE = Duration.ofMinutes(3);

    /** How the CGIs show names and text that are not ASCII. */
    private static final String UNSHOWN = "(null)";

    private final String name;
    private final CgiClient client;
    private volatile Map<ObjectKey, Definition> objects = Map.of();
    private volatile boolean hidesObjects;
    private Instant objectsOf = Instant.EPOCH;

    /**
     * Creates a backend.
     *
     * @param endpoint address of Nagios's web pages, such as {@code https://host/nagios4}: the CGIs are looked for in
     *     its folder {@code cgi-bin}
     */
    public CgiBackend(HttpEndpoint endpoint, SourceContext context) {
        this.name = endpoint.url().toString();
        this.client = new CgiClient(endpoint, context);
    }

    @Override
    public String name() {
        return name;
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
            throw SourceException.unreachable(name + ": Nagios was restarted while it was read", null);
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
        JsonFields answer = client.list("statusjson.cgi", query, states, entries);
        Duration age = Duration.between(answer.time("last_data_update"), answer.time("query_time"));
        if (age.compareTo(STALE) > 0) {
            throw SourceException.unreachable(
                    name + ": Nagios has not written its status for " + age.toSeconds()
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
        client.list("objectjson.cgi", "hostgrouplist", "", addMembers);
        client.list("objectjson.cgi", "servicegrouplist", "", addMembers);
        JsonFields answer = client.list("objectjson.cgi", "hostlist", "", add);
        client.list("objectjson.cgi", "servicelist", "", add);
        hidesObjects = all.keySet().removeIf(key -> key.toString().contains(UNSHOWN));
        objects = all;
        objectsOf = answer.time("program_start");
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
