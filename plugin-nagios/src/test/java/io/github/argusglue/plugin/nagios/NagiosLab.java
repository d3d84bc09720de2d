package io.github.argusglue.plugin.nagios;

import java.util.Map;

/** A real Nagios or Naemon with its own folder, controlled by the script that {@code -Dlab.nagios} names. */
final class NagiosLab implements AutoCloseable {
    private final LabScript script;

    NagiosLab(int hosts, int services, Map<String, String> settings) {
        script = new LabScript("nagios", hosts, services, settings);
    }

    /** Returns a line of the environment; empty if it is not there. */
    String fact(String name) {
        return script.fact(name);
    }

    /** Serves the CGIs over HTTP. */
    void serveWeb() {
        script.learn(script.run("web"));
    }

    /** Runs a command of the script on this lab, and returns what it has printed. */
    String run(String command, String... arguments) {
        return script.run(command, arguments);
    }

    @Override
    public void close() {
        script.close();
    }
}
