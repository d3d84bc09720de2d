package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.SourceHttpClient;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A real Prometheus and Alertmanager with their own folder, controlled by the script that {@code -Dlab.prometheus}
 * names. Alerts are sent every 5 s, so a lease lasts 20 s.
 */
final class PrometheusLab implements AutoCloseable {
    private final Path script;
    private final Path folder;
    private final Map<String, String> addresses = new TreeMap<>();

    /** @param settings environment of the script, such as {@code AMS=2} */
    PrometheusLab(int alerts, String... settings) {
        String given = System.getProperty("lab.prometheus");
        if (given == null) {
            throw new IllegalStateException("give the script that starts the lab: -Dlab.prometheus=PATH/prometheus.sh");
        }
        script = Path.of(given);
        try {
            folder = Files.createTempDirectory("prometheus-lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> environment = new ArrayList<>(List.of(settings));
        environment.add("RESEND=5s");
        environment.add("RULES=10");
        for (String line : run(environment, "start", String.valueOf(alerts)).split("\n", -1)) {
            String[] both = line.split("=", 2);
            if (both.length == 2) {
                addresses.put(both[0], both[1].strip());
            }
        }
    }

    /** Runs a command of the script on this lab. */
    String run(String command, String... arguments) {
        return run(List.of(), command, arguments);
    }

    private String run(List<String> environment, String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString(), command, folder.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        for (String setting : environment) {
            String[] both = setting.split("=", 2);
            builder.environment().put(both[0], both[1]);
        }
        try {
            // The output goes to a file, since background processes of the script would keep a pipe open.
            Path output = Files.createTempFile(folder, "command", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            int status = process.waitFor();
            String text = Files.readString(output);
            if (status != 0) {
                throw new IllegalStateException(line + " failed with " + status + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<URI> alertmanagers() {
        return addresses("ALERTMANAGER_");
    }

    List<URI> prometheus() {
        return addresses("PROMETHEUS_");
    }

    private List<URI> addresses(String prefix) {
        return addresses.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> URI.create(entry.getValue()))
                .toList();
    }

    /** Changes the rules, and makes Prometheus reload them. */
    void changeRules(UnaryOperator<String> change) {
        Path rules = folder.resolve("rules.yml");
        try {
            String before = Files.readString(rules);
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new IllegalStateException("no change to the rules:\n" + before);
            }
            Files.writeString(rules, after);
            for (URI server : prometheus()) {
                HttpURLConnection reload =
                        (HttpURLConnection) server.resolve("/-/reload").toURL().openConnection();
                reload.setRequestMethod("POST");
                if (reload.getResponseCode() != 200) {
                    throw new IllegalStateException("reload: " + reload.getResponseCode());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the evaluation of the first alert's rule fail. */
    void breakRule() {
        run("break-rule", "1");
    }

    void repairRule() {
        run("repair-rule", "1");
    }

    /** Stops the exporter that Prometheus scrapes. */
    void killExporter() {
        try {
            long pid = Long.parseLong(
                    Files.readString(folder.resolve("exporter.pid")).strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the earliest start of the alerts with a name, according to the first Alertmanager that answers. */
    Instant startOf(String alertname) {
        for (URI member : alertmanagers()) {
            for (ListedAlert alert : listed(member)) {
                if (alertname.equals(alert.labels().get("alertname"))) {
                    return alert.startsAt();
                }
            }
        }
        throw new IllegalStateException("no Alertmanager lists " + alertname);
    }

    /** Returns the alerts that one Alertmanager lists; none if it does not answer. */
    static List<ListedAlert> listed(URI member) {
        try (InputStream body = member.resolve("/api/v2/alerts").toURL().openStream()) {
            return new AlertListReader(new JsonFactory())
                    .read(body, Instant.EPOCH)
                    .alerts();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the silences of the first Alertmanager. */
    List<Silence> silences() {
        try (TestContext context = new TestContext()) {
            SourceHttpClient http = context.http(
                    new PrometheusConfigBuilder(alertmanagers()).build().access());
            return new SilenceStore(alertmanagers(), http, new JsonFactory())
                    .list()
                    .silences();
        } catch (SourceException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
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
