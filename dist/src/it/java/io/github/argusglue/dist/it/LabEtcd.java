package io.github.argusglue.dist.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real etcd with one or more members on loopback. */
public final class LabEtcd implements AutoCloseable {
    private final Shell script;
    private final String dir;
    private final List<String> endpoints;

    private LabEtcd(Shell script, Path dir, List<String> endpoints) {
        this.script = script;
        this.dir = dir.toString();
        this.endpoints = endpoints;
    }

    /** Starts an empty etcd with so many members. */
    public static LabEtcd start(int members) {
        Path dir = Folders.fresh("etcd");
        Shell script = new Shell(Folders.lab().resolve("etcd.sh"), Map.of("ETCD_MEMBERS", Integer.toString(members)));
        Map<String, String> facts = LabArgus.facts(script.run("start", dir.toString()));
        return new LabEtcd(
                script, dir, List.of(facts.getOrDefault("ETCD_ENDPOINTS", "").split(",", -1)));
    }

    /** Returns the addresses of the members, in the order of their numbers. */
    public List<String> endpoints() {
        return endpoints;
    }

    /** Runs {@code etcdctl}; returns its output. */
    public String ctl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "ctl";
        all[1] = dir;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return script.run(all);
    }

    /** Kills a member; the first one is 1. */
    public void kill(int member) {
        script.run("kill", dir, Integer.toString(member));
    }

    /** Starts a member that was killed. */
    public void run(int member) {
        script.run("run", dir, Integer.toString(member));
    }

    /** Suspends a member. */
    public void freeze(int member) {
        script.run("freeze", dir, Integer.toString(member));
    }

    /** Resumes a member. */
    public void thaw(int member) {
        script.run("thaw", dir, Integer.toString(member));
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
