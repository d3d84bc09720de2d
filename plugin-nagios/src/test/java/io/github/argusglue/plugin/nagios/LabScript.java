package io.github.argusglue.plugin.nagios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the script that controls a real monitoring system, which has a folder of its own until it is closed. */
final class LabScript implements AutoCloseable {
    private final Path script;
    private final Path parent;
    private final Path folder;
    private final Map<String, String> facts = new TreeMap<>();

    /**
     * Starts the system.
     *
     * @param name of the script and of the property that names it, such as {@code nagios} for {@code -Dlab.nagios}
     * @param settings environment of the script, such as {@code ATTEMPTS} and 2
     */
    LabScript(String name, int hosts, int services, Map<String, String> settings) {
        String given = System.getProperty("lab." + name);
        if (given == null) {
            throw new IllegalStateException(
                    "give the script that starts the lab: -Dlab." + name + "=PATH/" + name + ".sh");
        }
        script = Path.of(given);
        try {
            parent = Files.createTempDirectory(name + "-lab");
            // Naemon runs as another user, who has to get in.
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder = parent.resolve("lab");
        learn(run(settings, "start", "" + hosts, "" + services));
    }

    /** Takes lines such as {@code NAGIOS_PID=4711} from what the script has printed. */
    void learn(String printed) {
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

    /** Runs a command of the script on this lab, and returns what it has printed. */
    String run(String command, String... arguments) {
        return run(Map.of(), command, arguments);
    }

    private String run(Map<String, String> settings, String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString(), command, folder.toString()));
        line.addAll(List.of(arguments));
        try {
            // The output goes to a file, since the daemon would keep a pipe open.
            Path output = Files.createTempFile(parent, "command", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(settings);
            int status = builder.start().waitFor();
            String text = Files.readString(output);
            if (status != 0) {
                throw new IllegalStateException(line + " failed with " + status + ": " + text);
            }
            return text.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the script ran", e);
        }
    }

    @Override
    public void close() {
        run("stop");
        try (Stream<Path> files = Files.walk(parent)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
