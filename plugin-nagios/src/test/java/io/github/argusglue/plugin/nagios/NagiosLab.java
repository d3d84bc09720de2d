package io.github.argusglue.plugin.nagios;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A real Nagios or Naemon with its own folder, controlled by the script that {@code -Dlab.nagios} names. */
final class NagiosLab implements AutoCloseable {
    private final Path script;
    private final Path folder;
    private final Map<String, String> facts = new TreeMap<>();

    NagiosLab(int hosts, int services, Map<String, String> settings) throws IOException {
        String given = System.getProperty("lab.nagios");
        if (given == null) {
            throw new IllegalStateException("give the script that starts the lab: -Dlab.nagios=PATH/nagios.sh");
        }
        script = Path.of(given);
        // Naemon runs as another user, who has to get in.
        Path parent = Files.createTempDirectory("nagios-lab");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = parent.resolve("lab");
        addFacts(run(settings, List.of("start", folder.toString(), "" + hosts, "" + services)));
    }

    private void addFacts(String printed) {
        for (String line : printed.split("\n", -1)) {
            String[] both = line.split("=", 2);
            if (both.length == 2) {
                facts.put(both[0], both[1].strip());
            }
        }
    }

    /** Returns a line of the environment; empty if it is not there. */
    String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** Serves the CGIs over HTTP. */
    void serveWeb() throws IOException {
        addFacts(run("web"));
    }

    /** Runs a command of the script on this lab, and returns what it has printed. */
    String run(String command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(command, folder.toString()));
        line.addAll(List.of(arguments));
        return run(Map.of(), line);
    }

    private String run(Map<String, String> settings, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(script.toString()));
        line.addAll(arguments);
        // The output goes to a file, since the daemon would keep a pipe open.
        Path output = Files.createTempFile(folder.getParent(), "command", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(settings);
        int status = waitFor(builder.start());
        String text = Files.readString(output);
        if (status != 0) {
            throw new IllegalStateException(line + " failed with " + status + ": " + text);
        }
        return text;
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the script ran");
        }
    }

    @Override
    public void close() throws IOException {
        run("stop");
        try (Stream<Path> files = Files.walk(folder.getParent())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
