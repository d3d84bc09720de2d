package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.dist.it.Folders;
import io.github.argusglue.dist.it.Json;
import io.github.argusglue.dist.it.LabArgus;
import io.github.argusglue.dist.it.LabPrometheus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Everything that a run needs: real systems, the program between them, and proxies on both sides of it. */
final class ChaosLab implements AutoCloseable {
    private static final String ALERTS_SOURCE = "am";
    private static final String CASES_SOURCE = "zino";
    private static final String OTHER = "other";

    private static final int ALERTS = 45;
    private static final int OTHERS = 5;

    private final Path folder = Folders.fresh("chaos");
    private final LabArgus argus;
    private final LabPrometheus prometheus;
    private final FaultProxy toArgus;
    private final FaultProxy toAlertmanager;
    private final TcpRelay toZino;
    private final TcpRelay toZinoNotify;
    private final PostedAlerts alerts;
    private final ZinoCases cases;
    private final Watched alertsInArgus;
    private final Watched casesInArgus;
    private final ArgusRecords others;
    private final People people;
    private final Lies lies = new Lies();
    private final String zinoToken;
    private final GlueControl glue = new GlueControl(folder);
    private final String token;
    private final String otherToken;
    private final List<Calm> calms = new ArrayList<>();
    private final Random random;
    private Optional<Instant> forgotten = Optional.empty();
    private volatile boolean databaseIsUp = true;

    /**
     * A source of the program, and its true state.
     *
     * @param takesCloses whether a close by a person in Argus also closes it in the source
     */
    private record Watched(
            ArgusRecords records, Supplier<Map<String, Burning>> truth, Lies lies, boolean takesCloses) {}

    private ChaosLab(Random random) throws IOException {
        this.random = random;
        argus = LabArgus.start();
        prometheus = LabPrometheus.start(1, Map.of("RESEND", "2s"));
        toArgus = FaultProxy.start(argus.url());
        toAlertmanager = FaultProxy.start(prometheus.alertmanager());
        token = argus.newSource(ALERTS_SOURCE);
        zinoToken = argus.newSource(CASES_SOURCE);
        otherToken = argus.newSource(OTHER);
        alerts = PostedAlerts.start(prometheus.alertmanager(), ALERTS);
        cases = ZinoCases.start();
        toZino = TcpRelay.start(cases.zino().address());
        toZinoNotify = TcpRelay.start(cases.zino().notifyAddress());
        alertsInArgus = new Watched(new ArgusRecords(argus, ALERTS_SOURCE), alerts::truth, lies, false);
        casesInArgus = new Watched(new ArgusRecords(argus, CASES_SOURCE), cases::truth, new Lies(), true);
        others = new ArgusRecords(argus, OTHER);
        people = new People(argus.admin(), random);
    }

    /** Starts all of it; the program runs and some alerts fire. */
    static ChaosLab start(Random random) throws IOException {
        ChaosLab lab = new ChaosLab(random);
        for (int number = 0; number < OTHERS; number++) {
            lab.openOther("other-" + number);
        }
        for (int number = 0; number < ALERTS; number++) {
            if (number < Activity.STEADY || random.nextBoolean()) {
                lab.alerts.flip(number);
            }
        }
        lab.alerts.post();
        lab.useToken(lab.token);
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

    /** Writes the configuration, with random values for a tag and a timeout. */
    void configure(int room, int timeout) {
        glue.write(glue.config(), """
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "%s"
                timeout = "3s"
                resync = "10s"
                [sources.%s]
                type = "alertmanager"
                argus_token = { file = "%s" }
                interval = "1s"
                snapshot_timeout = "%ds"
                update_interval = "0s"
                heartbeat = "5s"
                tags = { room = "b%d" }
                urls = ["%s"]
                timeout = "2s"
                hold_max = "25s"
                [sources.%s]
                argus_token = "%s"
                interval = "1s"
                snapshot_timeout = "5s"
                update_interval = "0s"
                heartbeat = "5s"
                timeout = "2s"
                resync = "10s"
                %s
                """.formatted(
                        glue.state(),
                        toArgus.url(),
                        ALERTS_SOURCE,
                        tokenFile(),
                        5 + timeout,
                        room,
                        toAlertmanager.url(),
                        CASES_SOURCE,
                        zinoToken,
                        cases.zino().configuration("127.0.0.1", "" + toZino.port(), "" + toZinoNotify.port())));
    }

    void useToken(String which) {
        glue.write(tokenFile(), which + "\n");
        if (!tokenFile().toFile().setReadable(false, false)
                || !tokenFile().toFile().setReadable(true, true)) {
            throw new IllegalStateException("permissions of " + tokenFile());
        }
    }

    private Path tokenFile() {
        return folder.resolve("am.token");
    }

    /** Restores Argus's database to its current state at the end of the fault. */
    FaultKind.Ending restoreLater() {
        Path file = folder.resolve("argus.sql");
        Instant moment = Instant.now();
        argus.dump(file);
        return () -> {
            argus.up();
            argus.restore(file);
            databaseIsUp = true;
            people.forgetAfter(moment);
            forgets();
        };
    }

    /** Repairs everything after faults. */
    void mend() throws IOException {
        toArgus.clear();
        toArgus.up();
        toArgus.forgetRequests();
        toAlertmanager.clear();
        toAlertmanager.up();
        toAlertmanager.forgetRequests();
        toZino.mend();
        toZinoNotify.mend();
        cases.zino().thaw();
        argus.up();
        databaseIsUp = true;
        prometheus.runAlertmanager();
        alerts.goOn();
        alerts.post();
        useToken(token);
        glue.resume();
        glue.start();
    }

    /** Compares everything with the expected state of a quiet phase. */
    List<Violation> differences() {
        Instant now = Instant.now();
        cases.look();
        List<Violation> found = new ArrayList<>();
        for (Watched one : List.of(alertsInArgus, casesInArgus)) {
            List<IncidentRecord> seen = one.records.read();
            found.addAll(judge(one, seen).differences(now));
            found.addAll(people.lost(seen, now));
            if (one.takesCloses) {
                found.addAll(judge(one, seen).closesNotCarried(now));
            }
        }
        return found;
    }

    /** Returns how many lines there are in all logs. */
    long lines() {
        return alertsInArgus.records.lines() + casesInArgus.records.lines();
    }

    /** Returns wrong changes since a time. */
    List<Violation> needless(Instant since) {
        List<Violation> found = new ArrayList<>();
        for (Watched one : List.of(alertsInArgus, casesInArgus)) {
            found.addAll(judge(one, one.records.read()).needless(since));
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
        if (!databaseIsUp) {
            return;
        }
        boolean onAlerts = random.nextInt(3) > 0;
        Watched one = onAlerts ? alertsInArgus : casesInArgus;
        List<IncidentRecord> incidents = one.records.read();
        if (!incidents.isEmpty()) {
            people.act(incidents, one.truth.get(), onAlerts);
        }
    }

    /** Records that everything is correct. */
    void calm(Calm calm) {
        calms.add(calm);
        people.calm(calm.begin());
    }

    String story(String key) {
        Watched one = casesInArgus.truth.get().containsKey(key) ? casesInArgus : alertsInArgus;
        return judge(one, one.records.read()).story(key);
    }

    private Judge judge(Watched one, List<IncidentRecord> seen) {
        return new Judge(one.truth.get(), one.lies, seen, calms, forgotten);
    }

    Path folder() {
        return folder;
    }

    LabArgus argus() {
        return argus;
    }

    LabPrometheus prometheus() {
        return prometheus;
    }

    FaultProxy toArgus() {
        return toArgus;
    }

    FaultProxy toAlertmanager() {
        return toAlertmanager;
    }

    PostedAlerts alerts() {
        return alerts;
    }

    TcpRelay toZino() {
        return toZino;
    }

    TcpRelay toZinoNotify() {
        return toZinoNotify;
    }

    ZinoCases cases() {
        return cases;
    }

    People people() {
        return people;
    }

    Lies lies() {
        return lies;
    }

    GlueControl glue() {
        return glue;
    }

    String token() {
        return token;
    }

    String otherToken() {
        return otherToken;
    }

    @Override
    public void close() throws IOException {
        alerts.close();
        cases.close();
        glue.close();
        toZino.close();
        toZinoNotify.close();
        toArgus.close();
        toAlertmanager.close();
        prometheus.close();
        argus.close();
    }
}
