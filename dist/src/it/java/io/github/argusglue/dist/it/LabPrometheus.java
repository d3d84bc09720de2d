package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A real Prometheus with its Alertmanager, and alerts that can be switched on and off. */
public final class LabPrometheus implements AutoCloseable {
    private final Shell script;
    private final String dir;
    private final URI alertmanager;
    private final Map<String, String> facts;
    private final URI prometheus;

    private LabPrometheus(Shell script, Path dir, Map<String, String> facts) {
        this.script = script;
        this.dir = dir.toString();
        this.facts = facts;
        this.alertmanager = URI.create(facts.getOrDefault("ALERTMANAGER_1", ""));
        this.prometheus = URI.create(facts.getOrDefault("PROMETHEUS_1", ""));
    }

    /** Starts one that knows {@code size} alerts, none of which fires. Its leases are short: eight seconds. */
    public static LabPrometheus start(int size) {
        return start(size, Map.of("RESEND", "2s"));
    }

    /** Starts one with other settings of the script. */
    public static LabPrometheus start(int size, Map<String, String> settings) {
        Path dir = Folders.fresh("prometheus");
        Shell script = new Shell(Folders.lab().resolve("prometheus.sh"), settings);
        return new LabPrometheus(
                script, dir, LabArgus.facts(script.run("start", dir.toString(), Integer.toString(size))));
    }

    public URI alertmanager() {
        return alertmanager;
    }

    /** Returns a member of the cluster, numbered from 1. */
    URI alertmanager(int number) {
        return URI.create(facts.getOrDefault("ALERTMANAGER_" + number, ""));
    }

    URI prometheus() {
        return prometheus;
    }

    /** Lets more alerts fire and returns once Alertmanager lists all that do. */
    void fire(int more, int thenListed) {
        script.run("fire", dir, Integer.toString(more));
        awaitListed(thenListed);
    }

    void fireSoon(int more) {
        script.run("fire", dir, Integer.toString(more));
    }

    void resolveSoon(int some) {
        script.run("resolve", dir, Integer.toString(some));
    }

    /** Lets some of those that fire end and returns once Alertmanager lists the rest only. */
    void resolve(int some, int thenListed) {
        script.run("resolve", dir, Integer.toString(some));
        awaitListed(thenListed);
    }

    void awaitListed(int count) {
        script.run("wait", dir, Integer.toString(count), "90");
    }

    public void killAlertmanager() {
        script.run("kill-am", dir);
    }

    void killAlertmanager(int number) {
        script.run("kill-am", dir, Integer.toString(number));
    }

    void runAlertmanager(int number) {
        script.run("run-am", dir, Integer.toString(number));
    }

    /** Deletes the silences of the stopped Alertmanager; it keeps alerts only in memory. */
    public void emptyAlertmanager() {
        Folders.delete(Path.of(dir, "alertmanager1"));
    }

    public void runAlertmanager() {
        script.run("run-am", dir);
    }

    /** Returns the fingerprints of the alerts that Alertmanager lists, sorted. */
    List<String> fingerprints() {
        JsonNode alerts = Json.get(alertmanager.resolve("/api/v2/alerts"));
        return StreamSupport.stream(alerts.spliterator(), false)
                .map(alert -> alert.path("fingerprint").asText())
                .sorted()
                .toList();
    }

    /** Returns the alerts as Alertmanager lists them. */
    JsonNode alerts() {
        return Json.get(alertmanager.resolve("/api/v2/alerts"));
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
