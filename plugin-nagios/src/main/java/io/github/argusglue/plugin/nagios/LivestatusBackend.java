package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and commands a daemon through Livestatus, and is told by it of changes. */
final class LivestatusBackend implements Backend {
    private static final String PROBLEMS = "Filter: state > 0\n";
    private static final String COMMON = " state state_type has_been_checked last_check last_state_change"
            + " last_hard_state_change plugin_output acknowledged scheduled_downtime_depth is_flapping"
            + " notifications_enabled groups contact_groups custom_variables notes_url_expanded";
    private static final String HOSTS = "name last_time_up alias address" + COMMON;
    private static final String SERVICES =
            "description last_time_ok display_name" + COMMON + (" " + HOSTS).replace(" ", " host_");
    private static final String ABOUT = "id host_name service_description author comment ";

    private final LivestatusConfig config;
    private final SourceContext context;
    private final LivestatusClient client;
    private final ChangeWatch watch;
    private volatile Set<ObjectKey> names = Set.of();
    private volatile boolean isNaemon;
    private Instant namesOf = Instant.EPOCH;
    private int serviceNames;

    /** Creates a backend; connects in {@link #start}. */
    LivestatusBackend(LivestatusConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.client = new LivestatusClient(config, context.maxAnswerBytes());
        this.watch = new ChangeWatch(config, context.maxAnswerBytes());
    }

    @Override
    public String name() {
        return "Livestatus " + config.livestatus();
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        read(Set.of());
        context.threadFactory().newThread(() -> watch.run(changed)).start();
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        client.disconnect();
        Instant now = context.clock().instant();
        // The daemon that answers now may be of another version than the one before.
        LivestatusTables tables = new LivestatusTables(client);
        JsonFields status = status(tables);
        Instant programStart = status.time("program_start");
        isNaemon = status.text("livestatus_version").contains("naemon");
        updateNames(tables, programStart, status.number("num_services"));

        StatusRows rows = new StatusRows();
        String inEffect =
                "Filter: start_time <= " + now.getEpochSecond() + "\nFilter: end_time > " + now.getEpochSecond() + "\n";
        tables.select("comments", ABOUT + "entry_time entry_type", "").forEach(rows::addComment);
        tables.select("downtimes", ABOUT + "end_time", inEffect).forEach(rows::addDowntime);
        Map<ObjectKey, ObjectStatus> found = new LinkedHashMap<>();
        tables.select("hosts", HOSTS, PROBLEMS).forEach(row -> add(host(row, rows), found));
        tables.select("services", SERVICES, PROBLEMS).forEach(row -> add(service(row, rows), found));
        List<ObjectKey> others = watched.stream()
                .filter(key -> names.contains(key) && !found.containsKey(key))
                .toList();
        tables.named("hosts", HOSTS, others).forEach(row -> add(host(row, rows), found));
        tables.named("services", SERVICES, others).forEach(row -> add(service(row, rows), found));
        if (!status(tables).time("program_start").equals(programStart)) {
            throw SourceException.unreachable(name() + ": the daemon was restarted while it was read", null);
        }
        return Reading.of(now, programStart, found.values(), watched);
    }

    private static JsonFields status(LivestatusTables tables) throws SourceException, InterruptedException {
        List<JsonFields> rows = tables.select("status", "program_start num_services livestatus_version", "");
        if (rows.size() != 1) {
            throw SourceException.badAnswer("GET status: " + rows.size() + " rows instead of one", null);
        }
        return rows.get(0);
    }

    /** Reads the names of all objects if the daemon has read its configuration. */
    private void updateNames(LivestatusTables tables, Instant programStart, int services)
            throws SourceException, InterruptedException {
        if (programStart.equals(namesOf) && services <= serviceNames) {
            return;
        }
        Set<ObjectKey> all = new HashSet<>();
        List<JsonFields> found = tables.select("services", "host_name description", "");
        if (found.size() < services) {
            throw SourceException.unreachable(
                    name() + ": shows " + found.size() + " of " + services
                            + " services: the daemon is starting, or does not let this machine see all of them",
                    null);
        }
        found.forEach(row -> all.add(ObjectKey.service(row.text("host_name"), row.text("description"))));
        tables.select("hosts", "name", "").forEach(row -> all.add(ObjectKey.host(row.text("name"))));
        names = all;
        namesOf = programStart;
        serviceNames = found.size();
    }

    private static ObjectStatus host(JsonFields row, StatusRows rows) {
        Definition definition = Definition.of(row, row.texts("groups"));
        return rows.status(ObjectKey.host(row.text("name")), State.ofHost(row.number("state")), row, definition, null);
    }

    private static ObjectStatus service(JsonFields row, StatusRows rows) {
        ObjectStatus host = host(row.withPrefix("host_"), rows);
        ObjectKey key = ObjectKey.service(host.key().host(), row.text("description"));
        Definition definition = Definition.of(row, row.texts("groups"));
        return rows.status(key, State.ofService(row.number("state")), row, definition, host);
    }

    private static void add(ObjectStatus object, Map<ObjectKey, ObjectStatus> objects) {
        objects.put(object.key(), object);
    }

    @Override
    public boolean knows(ObjectKey key) {
        return names.contains(key);
    }

    @Override
    public Optional<Commands> commands() {
        return Optional.of(new ExternalCommands(context.clock(), () -> isNaemon, this::give));
    }

    /** Livestatus turns {@code \n} into a line feed, which would end the command: a backslash is written twice. */
    private void give(List<String> lines) throws SourceException, InterruptedException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append("COMMAND ").append(line.replace("\\", "\\\\")).append("\n\n"));
        client.disconnect();
        client.ask(text.toString(), "GET status\nColumns: program_start\n", Duration.ZERO);
    }

    @Override
    public Health health() {
        return watch.health();
    }

    @Override
    public void close() {
        watch.close();
        client.close();
    }
}
