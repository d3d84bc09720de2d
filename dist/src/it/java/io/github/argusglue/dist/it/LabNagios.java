package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A real Nagios Core whose hosts and services a test puts into any state. Service K is on host {@code (K - 1) mod HOSTS
 * + 1}.
 */
public final class LabNagios implements AutoCloseable {
    /** Stands for the host itself where a service can be named. */
    static final String HOST = "-";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Shell script;
    private final String dir;
    private final int hosts;
    private final Map<String, String> facts;

    private LabNagios(Shell script, Path dir, int hosts, int services) {
        this.script = script;
        this.dir = dir.toString();
        this.hosts = hosts;
        this.facts = new HashMap<>(LabArgus.facts(script.run("start", this.dir, "" + hosts, "" + services)));
    }

    /** Starts one in which everything is OK; every failure is HARD at once. */
    public static LabNagios start(int hosts, int services) {
        return start(hosts, services, Map.of());
    }

    /** Starts one with other settings of the script; {@code DIR} in them is replaced by its folder. */
    static LabNagios start(int hosts, int services, Map<String, String> settings) {
        Path dir = Folders.fresh("nagios");
        Map<String, String> environment = new HashMap<>();
        settings.forEach((name, value) -> environment.put(name, value.replace("DIR", dir.toString())));
        return new LabNagios(new Shell(Folders.lab().resolve("nagios.sh"), environment), dir, hosts, services);
    }

    /** Returns the keys of a source that reads its files. */
    public String configuration() {
        return "type = \"nagios\"\nconfig_file = \"" + facts.get("NAGIOS_CFG") + "\"";
    }

    Path folder() {
        return Path.of(dir);
    }

    /** Returns the name of the host of a service. */
    public String hostOf(int service) {
        return "host" + ((service - 1) % hosts + 1);
    }

    /** Returns a service's key in Argus. */
    public String key(int service) {
        return hostOf(service) + "!Service " + service;
    }

    /** Reports the result of a check of a service by name, or of a host with {@link #HOST}; also for later checks. */
    void set(String host, String service, String state) {
        script.run("set", dir, host, service, state);
    }

    /** Reports the result of a check of a service. */
    void set(int service, String state) {
        set(hostOf(service), "Service " + service, state);
    }

    /** Reports results in turns. */
    void flap(int service, int times) {
        script.run("flap", dir, hostOf(service), "Service " + service, "" + times);
    }

    /** Lets the first so many services fail at once. */
    public void massFail(int count) {
        script.run("mass-fail", dir, "" + count);
    }

    /** Lets so many services after the first {@code offset} fail at once. */
    void massFail(int count, int offset) {
        script.run("mass-fail", dir, "" + count, "CRITICAL", "" + offset);
    }

    /** Lets the first so many services recover at once. */
    public void massOk(int count) {
        script.run("mass-ok", dir, "" + count);
    }

    void acknowledge(int service, String author, String text) {
        script.run("ack", dir, hostOf(service), "Service " + service, author, text);
    }

    void unacknowledge(int service) {
        script.run("unack", dir, hostOf(service), "Service " + service);
    }

    void comment(int service, String author, String text) {
        script.run("comment", dir, hostOf(service), "Service " + service, author, text);
    }

    void downtime(int service, Duration span) {
        script.run("downtime", dir, hostOf(service), "Service " + service, "" + span.toSeconds());
    }

    void notifications(int service, boolean on) {
        script.run("notifications", dir, on ? "on" : "off", hostOf(service), "Service " + service);
    }

    /** Waits until what was reported is in the status file. */
    void sync() {
        script.run("sync", dir);
    }

    /** Returns what the status file says about a service. */
    String show(int service) {
        return script.run("show", dir, hostOf(service), "Service " + service);
    }

    /** Returns the whole status file. */
    public String status() {
        try {
            return Files.readString(Path.of(facts.getOrDefault("STATUS_FILE", "")), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the status file says something about a service. */
    void awaitShown(int service, String field) {
        Await.that(
                PATIENCE, field + " of service " + service, () -> show(service).contains("\t" + field));
    }

    /** Gives it an external command, faster than the script does. */
    void give(String command) {
        try {
            String line = "[" + Instant.now().getEpochSecond() + "] " + command + "\n";
            Files.writeString(Path.of(facts.getOrDefault("COMMAND_FILE", "")), line, UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reports a result of a check of a service, faster than {@link #set} does. */
    public void report(int service, int state, String output) {
        give("PROCESS_SERVICE_CHECK_RESULT;" + hostOf(service) + ";Service " + service + ";" + state + ";" + output);
    }

    /** Returns how much processor time it has taken so far, with the processes that it has run. */
    double processorSeconds() {
        return ProcessorTime.of(pid());
    }

    public long pid() {
        return Long.parseLong(LabArgus.facts(script.run("env", dir)).getOrDefault("NAGIOS_PID", ""));
    }

    /** Stops it; it deletes its status file. */
    public void end() {
        script.run("end", dir);
    }

    public void run() {
        script.run("run", dir);
    }

    public void restart() {
        script.run("restart", dir);
    }

    /** Makes it read its configuration again, with another number of services. */
    void reload(int services) {
        script.run("reload", dir, "" + services);
    }

    /** Keeps what it would know after a crash at this moment. */
    void keep() {
        script.run("keep", dir);
    }

    /** Kills it and starts it with what was kept. */
    void rollBack() {
        script.run("roll-back", dir);
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
