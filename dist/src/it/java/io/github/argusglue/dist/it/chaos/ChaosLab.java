package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.dist.it.Folders;
import io.github.argusglue.dist.it.Json;
import io.github.argusglue.dist.it.LabArgus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a run needs: the systems, a real Argus, and the program between them, with a proxy to Argus. */
final class ChaosLab implements AutoCloseable {
    private static final String OTHER = "other";
    private static final int OTHERS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern SNAPSHOT =
            Pattern.compile("argus_glue_source_snapshot_timestamp_seconds\\{source=\"([^\"]+)\"} (\\S+)");

    private final Path folder = Folders.fresh("chaos");
    private final int port = freePort();
    private final LabArgus argus;
    private final FaultProxy toArgus;
    private final List<WatchedSystem> systems;
    private final List<Watched> watched;
    private final Watched first;
    private final ArgusRecords others;
    private final People people;
    private final GlueControl glue = new GlueControl(folder);
    private final String otherToken;
    private final List<Calm> calms = new ArrayList<>();
    private final Random random;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Whether there are so many incidents that Argus needs seconds for one page of a listing. */
    private final boolean many;

    private Optional<Instant> forgotten = Optional.empty();
    private final List<Instant> backups = new ArrayList<>();
    private volatile boolean databaseIsUp = true;

    /** A system, what Argus has of it, and the token of its source. */
    private record Watched(WatchedSystem system, ArgusRecords records, String token) {
        /** Nobody acts on it, so what does not add to a log does not change. */
        List<IncidentRecord> read() {
            return system.people() == People.Reach.NOTHING ? records.readIfChanged() : records.read();
        }
    }

    private ChaosLab(int open, Random random) throws IOException {
        this.random = random;
        this.many = open > 0;
        argus = LabArgus.start();
        toArgus = FaultProxy.start(argus.url());
        systems = systems(open);
        watched = systems.stream()
                .map(system ->
                        new Watched(system, new ArgusRecords(argus, system.name()), argus.newSource(system.name())))
                .toList();
        first = watched.get(0);
        otherToken = argus.newSource(OTHER);
        others = new ArgusRecords(argus, OTHER);
        people = new People(argus.admin(), random);
    }

    /** @param open how many more alerts there are, most of which stay open all the time */
    private List<WatchedSystem> systems(int open) throws IOException {
        URI page = URI.create("http://127.0.0.1:" + port + "/");
        List<WatchedSystem> all = new ArrayList<>();
        all.add(WatchedAlertmanager.start(random));
        all.add(new WatchedZino());
        all.add(WatchedSender.start(page, random));
        all.add(new WatchedNagios(random));
        all.add(WatchedCloud.mist(random));
        all.add(WatchedCloud.central(random));
        if (open > 0) {
            all.add(WatchedAlertmanager.startMass(open / 2, random));
            all.add(WatchedSender.startMass(page, open - open / 2, random));
        }
        return List.copyOf(all);
    }

    /** Messages are sent to it, so it is the same after each start. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Starts all of it; the program runs and some alerts are open. */
    static ChaosLab start(int open, Random random) throws IOException {
        ChaosLab lab = new ChaosLab(open, random);
        for (int number = 0; number < OTHERS; number++) {
            lab.openOther("other-" + number);
        }
        for (Watched one : lab.watched) {
            lab.useToken(one, one.token);
        }
        lab.configure(0, 0);
        lab.glue.start();
        return lab;
    }

    /** An incident of a source that argus-glue has nothing to do with. */
    private void openOther(String id) {
        Json.send(
                "POST",
                argus.url().resolve("/api/v2/incidents/"),
                otherToken,
                Map.of("source_incident_id", id, "start_time", "2026-11-20T00:00:00Z", "tags", List.of()));
    }

    /** Returns all kinds of faults. */
    List<FaultKind> faults() {
        return Stream.of(
                        ArgusFaults.of(this).stream(),
                        GlueFaults.of(this).stream(),
                        systems.stream().flatMap(system -> system.faults().stream()))
                .flatMap(kinds -> kinds)
                .toList();
    }

    /** Writes the configuration, with random values for a tag and a timeout. */
    void configure(int room, int timeout) {
        StringBuilder text = new StringBuilder("""
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:%d"
                hook_rate = 10000
                [argus]
                url = "%s"
                timeout = "%ds"
                resync = "10s"
                """.formatted(glue.state(), port, toArgus.url(), many ? 10 : 3));
        for (Watched one : watched) {
            text.append("""
                    [sources.%s]
                    argus_token = { file = "%s" }
                    snapshot_timeout = "%ds"
                    update_interval = "0s"
                    heartbeat = "5s"
                    tags = { room = "b%d" }
                    %s
                    """.formatted(
                            one.system.name(),
                            tokenFile(one),
                            5 + timeout,
                            one.equals(first) ? room : 0,
                            one.system.configuration()));
        }
        glue.write(glue.config(), text.toString());
    }

    /** Gives the first source the token of a source that is not ours. */
    FaultKind.Ending useTokenOfAnother() {
        useToken(first, otherToken);
        return () -> useToken(first, first.token);
    }

    private void useToken(Watched one, String which) {
        glue.write(tokenFile(one), which + "\n");
        if (!tokenFile(one).toFile().setReadable(false, false)
                || !tokenFile(one).toFile().setReadable(true, true)) {
            throw new IllegalStateException("permissions of " + tokenFile(one));
        }
    }

    private Path tokenFile(Watched one) {
        return folder.resolve(one.system.name() + ".token");
    }

    /** Restores Argus's database to its current state at the end of the fault. */
    FaultKind.Ending restoreLater() {
        Path file = folder.resolve("argus.sql");
        Instant moment = Instant.now();
        argus.dump(file);
        return () -> {
            argus.up();
            argus.restore(file);
            backups.add(moment);
            databaseIsUp = true;
            people.forgetAfter(moment);
            forgets();
        };
    }

    /** Repairs everything after faults. */
    void mend() throws IOException {
        ProxyFaults.mend(toArgus);
        argus.up();
        databaseIsUp = true;
        for (WatchedSystem system : systems) {
            system.mend();
        }
        useToken(first, first.token);
        glue.resume();
        glue.start();
        systems.forEach(WatchedSystem::tellAll);
    }

    /** Compares everything with the expected state of a quiet phase. */
    List<Violation> differences() {
        Instant now = Instant.now();
        List<Violation> found = new ArrayList<>();
        for (Watched one : watched) {
            one.system.look();
            List<IncidentRecord> seen = one.read();
            found.addAll(judge(one, seen).differences(now));
            found.addAll(people.lost(seen, now));
            if (one.system.people() == People.Reach.INTO_THE_SOURCE) {
                found.addAll(judge(one, seen).closesNotCarried(now));
            }
        }
        return found;
    }

    /** Returns how many lines there are in all logs. */
    long lines() {
        return watched.stream().mapToLong(one -> one.records.lines()).sum();
    }

    /** Returns how many incidents are open. */
    long open() {
        return watched.stream()
                .flatMap(one -> one.read().stream())
                .filter(IncidentRecord::isOpen)
                .count();
    }

    /** Returns wrong changes since a time. */
    List<Violation> needless(Instant since) {
        List<Violation> found = new ArrayList<>();
        for (Watched one : watched) {
            found.addAll(judge(one, one.read()).needless(since));
        }
        List<IncidentRecord> seen = others.read();
        if (seen.size() != OTHERS) {
            found.add(new Violation(OTHER, Instant.now(), "something was opened with another source's token"));
        }
        seen.stream()
                .filter(other -> other.log().size() != 1 || !other.isOpen())
                .forEach(other ->
                        found.add(new Violation(other.key(), Instant.now(), "another source's incident was touched")));
        return found;
    }

    /** Deletes the state folder; the program is started again at the end of the fault. */
    FaultKind.Ending deleteState() {
        glue.kill();
        glue.deleteState();
        forgets();
        systems.forEach(WatchedSystem::tellAll);
        return glue::start;
    }

    /** Makes the state folder read-only, so that its content may be old after a crash. */
    FaultKind.Ending blockState() throws IOException {
        FaultKind.Ending ending = glue.blockState();
        return () -> {
            ending.end();
            forgets();
        };
    }

    private void forgets() {
        forgotten = Optional.of(Instant.now());
    }

    /** Kills Argus's database. */
    FaultKind.Ending killDatabase() {
        databaseIsUp = false;
        argus.killDatabase();
        return () -> {
            argus.up();
            databaseIsUp = true;
        };
    }

    /** Makes a person do something in Argus, if it is up. */
    void aChangeByAPerson() {
        List<Watched> touched = watched.stream()
                .filter(one -> one.system.people() != People.Reach.NOTHING)
                .toList();
        Watched one = random.nextInt(3) == 0 ? first : touched.get(random.nextInt(touched.size()));
        if (!databaseIsUp) {
            return;
        }
        List<IncidentRecord> incidents = one.records.read();
        if (!incidents.isEmpty()) {
            people.act(incidents, one.system.truth(), one.system.people());
        }
    }

    /** Returns the names of the sources on whose incidents people act. */
    List<String> sourcesOfPeople() {
        return watched.stream()
                .filter(one -> one.system.people() != People.Reach.NOTHING)
                .map(one -> one.system.name())
                .toList();
    }

    /** Returns when argus-glue took its last snapshot of each source; empty if it does not answer. */
    Map<String, Instant> snapshots() throws InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        try {
            String body = client.send(
                            HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(), BodyHandlers.ofString())
                    .body();
            return SNAPSHOT.matcher(body)
                    .results()
                    .collect(Collectors.toMap(
                            found -> found.group(1),
                            found -> Instant.ofEpochMilli((long) (Double.parseDouble(found.group(2)) * 1_000))));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** Records that everything is correct. */
    void calm(Calm calm) {
        calms.add(calm);
        people.calm(calm.begin());
    }

    String story(String key) {
        Watched one = watched.stream()
                .filter(candidate -> candidate.system.truth().containsKey(key))
                .findFirst()
                .orElse(first);
        return "source '" + one.system.name() + "': "
                + judge(one, one.records.read()).story(key);
    }

    private Judge judge(Watched one, List<IncidentRecord> seen) {
        return new Judge(one.system.truth(), one.system.lies(), seen, calms, forgotten, backups);
    }

    Path folder() {
        return folder;
    }

    List<WatchedSystem> systems() {
        return systems;
    }

    LabArgus argus() {
        return argus;
    }

    FaultProxy toArgus() {
        return toArgus;
    }

    People people() {
        return people;
    }

    GlueControl glue() {
        return glue;
    }

    @Override
    public void close() throws IOException {
        glue.close();
        for (WatchedSystem system : systems) {
            system.close();
        }
        toArgus.close();
        argus.close();
    }
}
