package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A real Icinga 2 with its own folder, controlled by the script that {@code -Dlab.icinga2} names. */
public final class IcingaLab implements AutoCloseable {
    private final Path script;
    private final Path folder;
    private final Map<String, String> facts = new TreeMap<>();

    /** @param settings environment of the script, such as {@code ATTEMPTS=2} */
    public IcingaLab(int hosts, int services, String... settings) {
        String given = System.getProperty("lab.icinga2");
        if (given == null) {
            throw new IllegalStateException("give the script that starts the lab: -Dlab.icinga2=PATH/icinga2.sh");
        }
        script = Path.of(given);
        try {
            folder = Files.createTempDirectory("icinga2-lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String printed = run(List.of(settings), "start", "" + hosts, "" + services);
        for (String line : printed.split("\n", -1)) {
            String[] both = line.split("=", 2);
            if (both.length == 2) {
                facts.put(both[0], both[1].strip());
            }
        }
    }

    /** Runs a command of the script on this lab, and returns what it has printed. */
    public String run(String command, String... arguments) {
        return run(List.of(), command, arguments);
    }

    private String run(List<String> settings, String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString(), command, folder.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        for (String setting : settings) {
            String[] both = setting.split("=", 2);
            builder.environment().put(both[0], both[1]);
        }
        try {
            // The output goes to a file, since the daemon would keep a pipe open.
            Path output = Files.createTempFile(folder, "command", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            int status = process.waitFor();
            String text = Files.readString(output);
            if (status != 0) {
                throw new IllegalStateException(line + " failed with " + status + ": " + text);
            }
            return text.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the API for the user with its password. */
    public HttpEndpoint endpoint() {
        HttpAccess access = access().basic(fact("ICINGA_USER"), Secret.of(fact("ICINGA_PASSWORD")))
                .build();
        return HttpEndpoint.of(URI.create(fact("ICINGA_URL")), access);
    }

    /** Returns the API for the user with its certificate. */
    HttpEndpoint endpointWithCertificate() {
        HttpAccess access =
                access().clientCertificate(Path.of(fact("ICINGA_CERTIFICATE"))).build();
        return HttpEndpoint.of(URI.create(fact("ICINGA_URL")), access);
    }

    private HttpAccess.Builder access() {
        return HttpAccess.builder().caFile(Path.of(fact("ICINGA_CA"))).serverName(fact("ICINGA_NAME"));
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    @Override
    public void close() {
        run("stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
