package io.github.argusglue.dist.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.dist.it.Await;
import io.github.argusglue.dist.it.Folders;
import io.github.argusglue.dist.it.LabArgus;
import io.github.argusglue.dist.it.LabEtcd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Processes that share their sources, a real etcd and a real Argus, whose every write is recorded. */
final class ClusterLab implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEMBERS = "/argus-glue/members/";
    private static final String OWNERS = "/argus-glue/owners/";

    private final ClusterSettings settings;
    private final LabArgus argus;
    private final LabEtcd etcd;
    private final WriteLog writes;
    private final OwnerLog owners;
    private final Path folder;
    private final Path plugins;
    private final String tables;
    private final List<String> sources = new ArrayList<>();
    private final ListedAlerts alerts;
    private final List<ClusterProcess> processes = new ArrayList<>();

    /** Makes everything and starts the processes; the Argus is the caller's. */
    ClusterLab(LabArgus argus, ClusterSettings settings) throws IOException {
        this.settings = settings;
        this.argus = argus;
        this.folder = Folders.fresh("cluster");
        this.etcd = LabEtcd.start(settings.members());
        this.writes = WriteLog.start(argus.url());
        this.owners = new OwnerLog(this::claims);
        String run = UUID.randomUUID().toString().substring(0, 6);
        for (int i = 1; i <= settings.sources(); i++) {
            sources.add(String.format(Locale.ROOT, "cluster-%s-%02d", run, i));
        }
        this.alerts = new ListedAlerts(folder, sources);
        for (String source : sources) {
            alerts.open(source, settings.open() / settings.sources());
        }
        this.plugins = ClusterPlugins.copy(folder);
        this.tables = sources.stream().map(this::table).collect(Collectors.joining("\n"));
        for (int i = 1; i <= settings.processes(); i++) {
            addProcess();
        }
    }

    /** Starts one more process. */
    void addProcess() throws IOException {
        int number = processes.size() + 1;
        String name = "p" + number;
        ClusterProcess process = new ClusterProcess(
                name, folder.resolve(name), writes.address(), etcd.endpoints(), settings.ahead(number));
        process.configure(plugins, settings, tables);
        processes.add(process);
        process.start();
    }

    private String table(String source) {
        String token = argus.newSource(source);
        writes.know(source, token);
        return """
                [sources.%s]
                type = "generic"
                argus_token = "%s"
                interval = "1s"
                file = "%s"
                mass_close = { percent = 100 }
                """.formatted(source, token, alerts.file(source));
    }

    Path folder() {
        return folder;
    }

    LabEtcd etcd() {
        return etcd;
    }

    List<String> sources() {
        return sources;
    }

    ListedAlerts alerts() {
        return alerts;
    }

    List<ClusterProcess> processes() {
        return processes;
    }

    ClusterProcess process(String name) {
        return processes.stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the session of each process as etcd shows it, which is the id of a lease. */
    Map<String, String> sessions() throws IOException {
        Map<String, String> found = new TreeMap<>();
        keys(MEMBERS)
                .forEach((name, key) ->
                        found.put(name, Long.toHexString(key.path("lease").asLong())));
        return found;
    }

    /** Returns which process owns each source that has an owner, as etcd shows it; none while etcd has no leader. */
    Map<String, String> owners() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try {
            claims().forEach((source, claim) -> found.put(source, claim.process()));
        } catch (AssertionError e) {
            // There is no leader.
        }
        return found;
    }

    private Map<String, OwnerLog.Claim> claims() throws IOException {
        Map<Long, String> names = new HashMap<>();
        keys(MEMBERS).forEach((name, key) -> names.put(key.path("lease").asLong(), name));
        Map<String, OwnerLog.Claim> found = new TreeMap<>();
        keys(OWNERS).forEach((source, key) -> {
            String name = names.get(key.path("lease").asLong());
            if (name != null) {
                found.put(
                        source,
                        new OwnerLog.Claim(name, key.path("mod_revision").asLong()));
            }
        });
        return found;
    }

    private Map<String, JsonNode> keys(String prefix) throws IOException {
        Map<String, JsonNode> found = new TreeMap<>();
        for (JsonNode key :
                JSON.readTree(etcd.ctl("get", "--prefix", prefix, "-w", "json")).path("kvs")) {
            byte[] name = Base64.getDecoder().decode(key.path("key").asText());
            found.put(new String(name, UTF_8).substring(prefix.length()), key);
        }
        return found;
    }

    /** Returns the sources that a process owns. */
    List<String> owned(String process) throws IOException {
        return owners().entrySet().stream()
                .filter(owner -> owner.getValue().equals(process))
                .map(Map.Entry::getKey)
                .toList();
    }

    ClusterJudge judge() {
        return new ClusterJudge(argus, sources, alerts, writes, owners, settings.isStop());
    }

    /**
     * Waits until both sides are equal and every source has an owner; returns how long it took until they were equal.
     */
    Duration awaitCorrect(Duration limit) {
        Duration took = awaitEqual(limit);
        Await.slowly(limit, "every source has an owner, in " + folder, this::isOwned);
        return took;
    }

    /** Waits until both sides are equal; returns how long that took. */
    Duration awaitEqual(Duration limit) {
        long begin = System.nanoTime();
        ClusterJudge judge = judge();
        Await.equal(limit, "differences between the sources and Argus, in " + folder, List.of(), judge::differences);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Waits until Argus has an incident of each alert that is open now. */
    void awaitOpened(Duration limit) {
        Set<String> wanted = alerts.open();
        ClusterJudge judge = judge();
        Await.slowly(
                limit,
                "incidents of all alerts, in " + folder,
                () -> judge.incidents().containsAll(wanted));
    }

    /** Returns how often processes have stopped writing because they could not renew their session. */
    int stopped() {
        return (int) processes.stream()
                .flatMap(process -> process.process().log().stream())
                .filter(line -> line.contains("writes nothing any more"))
                .count();
    }

    /** Returns whether every source has an owner and every running process has its share. */
    boolean isOwned() throws IOException {
        Map<String, Long> shares =
                owners().values().stream().collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
        List<String> running = processes.stream()
                .filter(ClusterProcess::isRunning)
                .map(ClusterProcess::name)
                .toList();
        return shares.values().stream().mapToLong(share -> share).sum() == sources.size()
                && shares.keySet().equals(Set.copyOf(running));
    }

    /** Ends and starts each process, one after the other; the next one once the last has sources again. */
    void restartAll(Duration limit) {
        for (ClusterProcess process : processes) {
            process.terminate();
            process.start();
            Await.slowly(
                    limit,
                    process.name() + " owns sources again",
                    () -> !owned(process.name()).isEmpty());
        }
    }

    @Override
    public void close() throws IOException {
        for (ClusterProcess process : processes) {
            process.close();
        }
        owners.close();
        writes.close();
        etcd.close();
    }
}
