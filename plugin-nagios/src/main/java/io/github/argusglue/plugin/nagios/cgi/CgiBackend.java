package io.github.argusglue.plugin.nagios.cgi;

import io.github.argusglue.plugin.nagios.model.Backend;
import io.github.argusglue.plugin.nagios.model.Commands;
import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.Downtime;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.Reading;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    private volatile Map<ObjectKey, ObjectConfig> objects = Map.of();
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
        Rows rows = new Rows(watched);
        Instant programStart = status("hostlist", "", rows::addHost).time("program_start");
        if (!programStart.equals(objectsOf)) {
            readObjects();
        }
        JsonFields last = status("servicelist", "warning critical unknown", rows::addService);
        if (watched.stream().anyMatch(key -> !rows.found.containsKey(key) && objects.containsKey(key))) {
            // Only a list of all services shows those that recovered at one and the same time as the others.
            rows.found.keySet().removeIf(key -> !key.isHost());
            last = status("servicelist", "", rows::addService);
        }
        if (!rows.found.isEmpty()) {
            status("commentlist", "", rows::addComment);
            status("downtimelist", "", rows::addDowntime);
        }
        if (!last.time("program_start").equals(programStart) || !programStart.equals(objectsOf)) {
            throw SourceException.unreachable(name + ": Nagios was restarted while it was read", null);
        }
        return new Reading(last.time("last_data_update"), programStart, rows.statuses());
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
        Map<ObjectKey, ObjectConfig> all = new HashMap<>();
        BiConsumer<String, JsonFields> add = (path, fields) -> {
            ObjectKey key = ObjectKey.parse(path);
            if (path.contains(UNSHOWN)) {
                hidesObjects = true;
            } else {
                ObjectConfig host = all.getOrDefault(ObjectKey.host(key.host()), ObjectConfig.NONE);
                all.put(key, ObjectConfig.of(key, fields, host));
            }
        };
        hidesObjects = false;
        JsonFields answer = client.list("objectjson.cgi", "hostlist", "", add);
        client.list("objectjson.cgi", "servicelist", "", add);
        BiConsumer<ObjectKey, String> member = (key, group) -> {
            ObjectConfig object = all.get(key);
            if (object != null) {
                object.groups().add(group);
            }
        };
        client.list(
                "objectjson.cgi",
                "hostgrouplist",
                "",
                (group, fields) -> fields.texts("members").forEach(host -> member.accept(ObjectKey.host(host), group)));
        client.list(
                "objectjson.cgi",
                "servicegrouplist",
                "",
                (group, fields) -> fields.objects("members").forEach(service -> member.accept(key(service), group)));
        objects = all;
        objectsOf = answer.time("program_start");
    }

    private static ObjectKey key(JsonFields fields) {
        String service = fields.text("service_description");
        return service.isEmpty()
                ? ObjectKey.host(fields.text("host_name"))
                : ObjectKey.service(fields.text("host_name"), service);
    }

    /** What the CGIs have answered, until it is whole. */
    private final class Rows {
        private final Set<ObjectKey> watched;
        private final Map<ObjectKey, JsonFields> hosts = new HashMap<>();
        private final Map<ObjectKey, JsonFields> found = new LinkedHashMap<>();
        private final Map<ObjectKey, List<Comment>> comments = new HashMap<>();
        private final Map<ObjectKey, Downtime> downtimes = new HashMap<>();

        Rows(Set<ObjectKey> watched) {
            this.watched = watched;
        }

        void addHost(String host, JsonFields fields) {
            ObjectKey key = ObjectKey.host(host);
            hosts.put(key, fields);
            add(key, fields);
        }

        void addService(String path, JsonFields fields) {
            add(ObjectKey.parse(path), fields);
        }

        private void add(ObjectKey key, JsonFields fields) {
            // A bit for each state: 1 is pending, 2 is OK or UP, what is above is a problem.
            if (!key.toString().contains(UNSHOWN) && (fields.number("status") > 2 || watched.contains(key))) {
                found.put(key, fields);
            }
        }

        void addComment(String id, JsonFields fields) {
            Comment comment = new Comment(
                    id,
                    Comment.Kind.of(fields.number("entry_type")),
                    fields.text("author"),
                    fields.text("comment_data"),
                    fields.time("entry_time"));
            comments.computeIfAbsent(key(fields), key -> new ArrayList<>()).add(comment);
        }

        void addDowntime(String id, JsonFields fields) {
            if (fields.isOn("is_in_effect", false)) {
                downtimes.put(
                        key(fields),
                        new Downtime(fields.text("author"), fields.text("comment"), fields.time("end_time")));
            }
        }

        List<ObjectStatus> statuses() {
            comments.values().forEach(list -> list.sort(Comparator.comparing(Comment::at)));
            List<ObjectStatus> statuses = new ArrayList<>();
            found.forEach((key, fields) -> {
                ObjectKey host = ObjectKey.host(key.host());
                JsonFields ofHost = key.isHost() ? null : hosts.get(host);
                statuses.add(status(key, fields, ofHost == null ? null : status(host, ofHost, null)));
            });
            // Objects that the CGIs cannot show are not gone: nothing is known about them.
            watched.stream()
                    .filter(key -> !StandardCharsets.US_ASCII.newEncoder().canEncode(key.toString()))
                    .forEach(key -> statuses.add(
                            ObjectStatus.builder(key).checked(false).build()));
            return statuses;
        }

        private ObjectStatus status(ObjectKey key, JsonFields fields, @Nullable ObjectStatus host) {
            ObjectConfig config = objects.getOrDefault(key, ObjectConfig.NONE);
            boolean hard = fields.isOn("state_type", true);
            boolean downtime = fields.number("scheduled_downtime_depth") > 0;
            State state = state(key, fields.number("status"));
            return ObjectStatus.builder(key)
                    .checked(fields.isOn("has_been_checked", true))
                    .state(state)
                    .hard(hard)
                    .lastCheck(fields.time("last_check"))
                    .lastOk(fields.time(key.isHost() ? "last_time_up" : "last_time_ok"))
                    .since(fields.time(hard ? "last_hard_state_change" : "last_state_change"))
                    .output(fields.text("plugin_output"))
                    .acknowledged(fields.isOn("problem_has_been_acknowledged", false), null)
                    .inDowntime(downtime, downtime ? downtimes.get(key) : null)
                    .flapping(fields.isOn("is_flapping", false))
                    .notifying(fields.isOn("notifications_enabled", true))
                    .reachable(state != State.UNREACHABLE && (host == null || host.isReachable()))
                    .comments(comments.getOrDefault(key, List.of()))
                    .variables(config.variables())
                    .groups(config.groups())
                    .contactGroups(config.contactGroups())
                    .address(config.address())
                    .alias(config.alias())
                    .notesUrl(config.notesUrl())
                    .host(host)
                    .build();
        }

        private static State state(ObjectKey key, int status) {
            if (key.isHost()) {
                return status == 4 ? State.DOWN : status == 8 ? State.UNREACHABLE : State.UP;
            }
            return switch (status) {
                case 4 -> State.WARNING;
                case 8 -> State.UNKNOWN;
                case 16 -> State.CRITICAL;
                default -> State.OK;
            };
        }
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
