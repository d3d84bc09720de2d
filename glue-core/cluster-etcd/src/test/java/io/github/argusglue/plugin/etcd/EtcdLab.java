package io.github.argusglue.plugin.etcd;

import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** A real etcd with its own folder, controlled by the script that {@code -Dlab.etcd} names. */
final class EtcdLab implements AutoCloseable {
    private final Path script;
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    /** Starts members, with settings of the script. */
    EtcdLab(int members, String... settings) {
        String given = System.getProperty("lab.etcd");
        if (given == null) {
            throw new IllegalStateException("give the script that starts the lab: -Dlab.etcd=PATH/etcd.sh");
        }
        script = Path.of(given);
        try {
            folder = Files.createTempDirectory("etcd-lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> read = new TreeMap<>(Map.of("ETCD_MEMBERS", String.valueOf(members)));
        for (String setting : settings) {
            read.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
        }
        for (String line : run(read, "start").split("\n", -1)) {
            String[] both = line.split("=", 2);
            if (both.length == 2) {
                environment.put(both[0], both[1].strip());
            }
        }
    }

    /** Runs a command of the script on this lab, and returns what it prints. */
    String run(String command, String... arguments) {
        return run(Map.of(), command, arguments);
    }

    private String run(Map<String, String> settings, String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString(), command, folder.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(settings);
        try {
            // The output goes to files, since background processes of the script would keep a pipe open.
            Path output = Files.createTempFile(folder, "command", ".out");
            Path errors = Files.createTempFile(folder, "command", ".err");
            Process process = builder.redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            int status = process.waitFor();
            String text = Files.readString(output);
            if (status != 0) {
                throw new IllegalStateException(
                        line + " failed with " + status + ": " + text + Files.readString(errors));
            }
            return text.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the log of a member. */
    String log(int member) {
        try {
            return Files.readString(folder.resolve("m" + member + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String leader() {
        return run("leader");
    }

    List<URI> endpoints() {
        return Stream.of(value("ETCD_ENDPOINTS").orElseThrow().split(",", -1))
                .map(URI::create)
                .toList();
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(found -> !found.isEmpty());
    }

    EtcdConfig config(String prefix) {
        return new EtcdConfig(
                endpoints(),
                value("ETCD_USER"),
                value("ETCD_PASSWORD").map(Secret::of),
                value("ETCD_CA").map(Path::of),
                value("ETCD_CLIENT").map(Path::of),
                prefix);
    }

    /** Returns a prefix of its own, below the one that the lab's user may use. */
    static String prefix() {
        return "/argus-glue/" + UUID.randomUUID() + "/";
    }

    @Override
    public void close() {
        run("stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
