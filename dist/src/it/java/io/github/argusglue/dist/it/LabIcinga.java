package io.github.argusglue.dist.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A real Icinga 2 whose hosts and services a test puts into any state. Service K is on host {@code (K - 1) mod HOSTS +
 * 1}.
 */
public final class LabIcinga implements AutoCloseable {
    /** Stands for the host itself where a service can be named. */
    static final String HOST = "-";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Shell script;
    private final String dir;
    private final int hosts;
    private final Map<String, String> facts;

    private LabIcinga(Shell script, Path dir, int hosts, int services) {
        this.script = script;
        this.dir = dir.toString();
        this.hosts = hosts;
        this.facts = LabArgus.facts(script.run("start", this.dir, "" + hosts, "" + services));
    }

    /** Starts one in which everything is OK; every failure is HARD at once. */
    public static LabIcinga start(int hosts, int services) {
        return start(hosts, services, Map.of());
    }

    /** Starts one with other settings of the script. */
    static LabIcinga start(int hosts, int services, Map<String, String> settings) {
        Shell script = new Shell(Folders.lab().resolve("icinga2.sh"), settings);
        return new LabIcinga(script, Folders.fresh("icinga"), hosts, services);
    }

    /** Returns the keys of a source that reads it with the password. */
    public String configuration() {
        return "%s\nusername = \"%s\"\npassword = \"%s\""
                .formatted(address(), fact("ICINGA_USER"), fact("ICINGA_PASSWORD"));
    }

    /** Returns the keys of a source that reads it with the client certificate. */
    String configurationWithCertificate() {
        return address() + "\nclient_certificate = \"" + fact("ICINGA_CERTIFICATE") + "\"";
    }

    private String address() {
        return "type = \"icinga2\"\nurl = \"%s\"\nca_file = \"%s\"\nserver_name = \"%s\""
                .formatted(fact("ICINGA_URL"), fact("ICINGA_CA"), fact("ICINGA_NAME"));
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** Returns the name of the host of a service. */
    String hostOf(int service) {
        return "host" + ((service - 1) % hosts + 1);
    }

    /** Returns a service's key in Argus. */
    String key(int service) {
        return hostOf(service) + "!Service " + service;
    }

    /** Reports the result of a check of a service by name, or of a host with {@link #HOST}. */
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
    void massFail(int count) {
        script.run("mass-fail", dir, "" + count);
    }

    /** Lets the first so many services recover at once. */
    void massOk(int count) {
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

    /** Returns what was written about a service, as {@code TYPE AUTHOR: TEXT}. */
    String comments(int service) {
        return script.run("comments", dir, hostOf(service), "Service " + service);
    }

    void downtime(int service, Duration span) {
        script.run("downtime", dir, hostOf(service), "Service " + service, "" + span.toSeconds());
    }

    void notifications(int service, boolean on) {
        script.run("notifications", dir, on ? "on" : "off", hostOf(service), "Service " + service);
    }

    /** Returns an attribute of a service, as JSON. */
    String show(int service, String attribute) {
        return script.run("show", dir, hostOf(service), "Service " + service, attribute);
    }

    /** Waits until an attribute of a service has a value. */
    void awaitShown(int service, String attribute, String value) {
        Await.equal(PATIENCE, attribute + " of service " + service, value, () -> show(service, attribute));
    }

    /** Stops it; it saves its state. */
    void end() {
        script.run("end", dir);
    }

    /** Kills it; it forgets what happened since it saved its state. */
    void crash() {
        script.run("crash", dir);
    }

    void run() {
        script.run("run", dir);
    }

    void restart() {
        script.run("restart", dir);
    }

    /** Makes it read its configuration again, with another number of services. */
    void reload(int services) {
        script.run("reload", dir, "" + services);
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
