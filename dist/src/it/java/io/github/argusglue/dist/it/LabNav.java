package io.github.argusglue.dist.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A NAV with nav-argus-glue 0.8.2. It is simulated, or the real one if the environment variable {@code NAV_SOURCE}
 * names a checkout of its source.
 */
final class LabNav implements AutoCloseable {
    private final Shell script;
    private final Path dir;
    private final Map<String, String> facts;

    private LabNav(Shell script, Path dir) {
        this.script = script;
        this.dir = dir;
        this.facts = LabArgus.facts(script.run("start", dir.toString()));
    }

    static LabNav start() {
        Map<String, String> environment = new HashMap<>();
        Path cached = Path.of(System.getProperty("argusglue.venv", "target/venv"));
        environment.put("NAV_VENV", cached.resolveSibling("nav-venv").toString());
        return new LabNav(new Shell(Folders.lab().resolve("nav.sh"), environment), Folders.fresh("nav"));
    }

    URI url() {
        return URI.create(fact("NAV_URL"));
    }

    String token() {
        return fact("NAV_TOKEN");
    }

    String timezone() {
        return fact("NAV_TIMEZONE");
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** Configures nav-argus-glue and returns the program that reads the events. */
    String navargus(URI argus, String token) {
        return script.run("navargus", dir.toString(), argus.toString(), token);
    }

    /** Returns a program without arguments, as NAV starts them, which runs a command. */
    String program(String name, String... command) {
        String[] arguments = new String[command.length + 3];
        arguments[0] = "script";
        arguments[1] = dir.toString();
        arguments[2] = name;
        System.arraycopy(command, 0, arguments, 3, command.length);
        return script.run(arguments);
    }

    /** Lets random things happen, and exports them to programs. Returns what is known of each alert, as JSON. */
    List<String> play(int seed, int events, String... programs) {
        String[] arguments = new String[programs.length + 4];
        arguments[0] = "play";
        arguments[1] = dir.toString();
        arguments[2] = "" + seed;
        arguments[3] = "" + events;
        System.arraycopy(programs, 0, arguments, 4, programs.length);
        return script.run(arguments).lines().toList();
    }

    /** Lets nav-argus-glue compare everything once. */
    void sync() {
        script.run("sync", dir.toString());
    }

    /** Runs a Python program with the libraries of NAV, and returns what it prints. */
    String python(String... command) {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "convert";
        arguments[1] = dir.toString();
        System.arraycopy(command, 0, arguments, 2, command.length);
        return script.run(arguments);
    }

    Path folder() {
        return dir;
    }

    @Override
    public void close() {
        script.run("stop", dir.toString());
    }
}
