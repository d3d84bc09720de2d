package io.github.argusglue.plugin.nagios.livestatus;

import io.github.argusglue.plugin.nagios.model.Backend;
import io.github.argusglue.plugin.nagios.model.Commands;
import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.Downtime;
import io.github.argusglue.plugin.nagios.model.ExternalCommands;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.Reading;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads and commands a daemon through Livestatus, and is told by it of changes. */
public final class LivestatusBackend implements Backend {
    private static final String PROBLEMS = "Filter: state > 0\n";

    /** How many objects are asked for by name in one query. */
    private static final int CHUNK = 100;

    private final LivestatusConfig config;
    private final SourceContext context;
    private final ScheduledThreadPoolExecutor watchdog;
    private final LivestatusClient client;
    private final LivestatusTables tables;
    private final ChangeWatch watch;
    private volatile Set<ObjectKey> names = Set.of();
    private volatile boolean isNaemon;
    private Instant namesOf = Instant.EPOCH;
    private long serviceNames;
    private boolean learned;

    /** Creates a backend; connects in {@link #start}. */
    public LivestatusBackend(LivestatusConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.watchdog = new ScheduledThreadPoolExecutor(1, context.threadFactory());
        this.watchdog.setRemoveOnCancelPolicy(true);
        // Only after close, when calls fail anyway.
        this.watchdog.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.client = new LivestatusClient(config, watchdog);
        this.tables = new LivestatusTables(client);
        this.watch = new ChangeWatch(config, watchdog);
    }

    @Override
    public String name() {
        return "Livestatus " + config.livestatus();
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        tables.learn();
        learned = true;
        isNaemon = tables.status().text("livestatus_version").contains("naemon");
        context.threadFactory().newThread(() -> watch.run(changed)).start();
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        try {
            if (!learned) {
                tables.learn();
                learned = true;
            }
            return readAll(watched);
        } catch (SourceException e) {
            // The daemon that answers next may be another version.
            learned = false;
            throw e;
        }
    }

    private Reading readAll(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        Instant now = context.clock().instant();
        JsonFields status = tables.status();
        Instant programStart = status.time("program_start");
        updateNames(programStart, status.number("num_services"));
        Rows rows = new Rows(tables.comments(), tables.downtimes(now));
        tables.hosts(PROBLEMS).forEach(rows::addHost);
        tables.services(PROBLEMS).forEach(rows::addService);
        List<ObjectKey> others = watched.stream()
                .filter(key -> names.contains(key) && !rows.found.containsKey(key))
                .toList();
        for (List<ObjectKey> chunk : chunks(others, ObjectKey::isHost)) {
            tables.hosts(LivestatusTables.filter(chunk)).forEach(rows::addHost);
        }
        for (List<ObjectKey> chunk : chunks(others, key -> !key.isHost())) {
            tables.services(LivestatusTables.filter(chunk)).forEach(rows::addService);
        }
        if (!tables.status().time("program_start").equals(programStart)) {
            throw SourceException.unreachable(name() + ": the daemon was restarted while it was read", null);
        }
        return new Reading(now, programStart, List.copyOf(rows.found.values()));
    }

    /** Reads the names of all objects if the daemon has read its configuration. */
    private void updateNames(Instant programStart, int services) throws SourceException, InterruptedException {
        if (programStart.equals(namesOf) && serviceNames >= services) {
            return;
        }
        Set<ObjectKey> all = tables.names();
        long found = all.stream().filter(key -> !key.isHost()).count();
        if (found < services) {
            throw SourceException.unreachable(
                    name() + ": shows " + found + " of " + services
                            + " services: the daemon is starting, or does not let this machine see all of them",
                    null);
        }
        names = all;
        namesOf = programStart;
        serviceNames = found;
    }

    private static List<List<ObjectKey>> chunks(List<ObjectKey> keys, Predicate<ObjectKey> which) {
        List<ObjectKey> all = keys.stream().filter(which).toList();
        List<List<ObjectKey>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
        }
        return chunks;
    }

    /** Status of objects, made of rows. */
    private static final class Rows {
        private final Map<ObjectKey, List<Comment>> comments;
        private final Map<ObjectKey, Downtime> downtimes;
        private final Map<ObjectKey, ObjectStatus> found = new LinkedHashMap<>();

        Rows(Map<ObjectKey, List<Comment>> comments, Map<ObjectKey, Downtime> downtimes) {
            this.comments = comments;
            this.downtimes = downtimes;
        }

        void addHost(JsonFields row) {
            ObjectKey key = ObjectKey.host(row.text("name"));
            found.put(key, status(key, row, "", null));
        }

        void addService(JsonFields row) {
            ObjectKey host = ObjectKey.host(row.text("host_name"));
            ObjectKey key = ObjectKey.service(host.host(), row.text("description"));
            found.put(key, status(key, row, "", status(host, row, "host_", null)));
        }

        private ObjectStatus status(ObjectKey key, JsonFields row, String prefix, @Nullable ObjectStatus host) {
            int number = row.number(prefix + "state");
            State state = key.isHost() ? State.ofHost(number) : State.ofService(number);
            boolean hard = row.isOn(prefix + "state_type", true);
            String since = hard ? "last_hard_state_change" : "last_state_change";
            boolean downtime = row.number(prefix + "scheduled_downtime_depth") > 0;
            return ObjectStatus.builder(key)
                    .checked(row.isOn(prefix + "has_been_checked", true))
                    .state(state)
                    .hard(hard)
                    .lastCheck(row.time(prefix + "last_check"))
                    .lastOk(row.time(prefix + (key.isHost() ? "last_time_up" : "last_time_ok")))
                    .since(row.time(prefix + since))
                    .output(row.text(prefix + "plugin_output"))
                    .acknowledged(row.isOn(prefix + "acknowledged", false), null)
                    .inDowntime(downtime, downtime ? downtimes.get(key) : null)
                    .flapping(row.isOn(prefix + "is_flapping", false))
                    .notifying(row.isOn(prefix + "notifications_enabled", true))
                    .reachable(state != State.UNREACHABLE && (host == null || host.isReachable()))
                    .comments(comments.getOrDefault(key, List.of()))
                    .variables(row.map(prefix + "custom_variables"))
                    .groups(row.texts(prefix + "groups"))
                    .contactGroups(row.texts(prefix + "contact_groups"))
                    .address(key.isHost() ? row.text(prefix + "address") : "")
                    .alias(row.text(prefix + (key.isHost() ? "alias" : "display_name")))
                    .notesUrl(row.text(prefix + "notes_url_expanded"))
                    .host(host)
                    .build();
        }
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
        client.tell(text.toString());
    }

    @Override
    public Health health() {
        return watch.health();
    }

    @Override
    public void close() {
        watch.close();
        client.close();
        watchdog.shutdownNow();
    }
}
