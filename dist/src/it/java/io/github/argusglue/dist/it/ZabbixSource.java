package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source in Argus that zabbix-argus-glue 0.1.2 or argus-glue keeps in step with a Zabbix. */
final class ZabbixSource implements AutoCloseable {
    static final String SECRET = "secret of webhooks";
    private static final Duration READY = Duration.ofMinutes(1);

    private final LabArgus argus;
    private final LabZabbix zabbix;
    private final String name = "zabbix-" + UUID.randomUUID().toString().substring(0, 8);
    private final String token;
    private final Path folder = Folders.fresh(name);
    private @Nullable Process old;
    private @Nullable GlueProcess process;

    ZabbixSource(LabArgus argus, LabZabbix zabbix) {
        this.argus = argus;
        this.zabbix = zabbix;
        this.token = argus.newSource(name);
    }

    /** Starts the real zabbix-argus-glue. */
    Path startOld(int webhookPort, boolean reads) {
        Path config = write("zabbixargus.toml", """
                [argus]
                url = "%s"
                token = "%s"
                [zabbix]
                url = "%s"
                token = "%s"
                [webhook]
                enabled = %s
                listen = "127.0.0.1"
                port = %d
                secret = "%s"
                [reconciliation]
                enabled = %s
                interval = 1
                """.formatted(
                        argus.url().resolve("/api/v2"),
                        token,
                        zabbix.url(),
                        zabbix.token(),
                        !reads,
                        webhookPort,
                        SECRET,
                        reads));
        String home = Path.of(System.getProperty("argusglue.venv", "target/venv"))
                .resolveSibling("zabbixargus-venv")
                .toString();
        String script = Folders.lab().resolve("zabbixargus.sh").toString();
        new Shell(Path.of(script), Map.of()).run("install", home);
        Path log = folder.resolve("zabbixargus.log");
        try {
            old = new ProcessBuilder("bash", script, "run", home, config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String line = reads ? "Service started" : "Webhook server listening";
        Await.that(READY, line + " in " + log, () -> Files.readString(log).contains(line));
        return config;
    }

    void stopOld() {
        if (old != null) {
            old.destroy();
            try {
                if (!old.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("zabbix-argus-glue does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
            old = null;
        }
    }

    /** Starts argus-glue, with more keys. */
    GlueProcess start(Path plugins, String more) {
        return run(write(
                "argus-glue.toml", """
                plugins_dir = "%s"
                state_dir = "state"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "%s"
                [sources.zabbix]
                type = "zabbix"
                argus_token = "%s"
                url = "%s"
                token = "%s"
                %s
                """.formatted(plugins, argus.url(), token, zabbix.url(), zabbix.token(), more)));
    }

    /** Starts argus-glue with what it makes of the configuration of zabbix-argus-glue. */
    GlueProcess startConverted(Path plugins, Path oldConfig) throws IOException {
        Path only = write("plugins.toml", "plugins_dir = \"" + plugins + "\"\n");
        Path made = folder.resolve("argus-glue.toml");
        try (GlueProcess init = GlueProcess.start(
                folder.resolve("init.log"),
                "-c",
                only.toString(),
                "init",
                "--from-zabbixargus",
                oldConfig.toString(),
                "-o",
                made.toString())) {
            if (init.awaitExit(READY) != 0) {
                throw new AssertionError("init failed: " + init.log());
            }
        }
        return run(write(
                "argus-glue.toml",
                "plugins_dir = \"" + plugins + "\"\nstate_dir = \"state\"\n" + Files.readString(made)));
    }

    private GlueProcess run(Path config) {
        GlueProcess started = GlueProcess.run(config);
        process = started;
        started.awaitLog("alerts? open", READY);
        return started;
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(folder.resolve(file), text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Returns the ids of the open incidents, sorted as texts. */
    List<String> open() {
        return argus.openIds(name).stream().sorted().toList();
    }

    /** Returns all incidents by id, with every field that people see. */
    Map<String, Incident> incidents() {
        return argus
                .sql(
                        "select source_incident_id, extract(epoch from start_time), case when end_time = 'infinity' then ''"
                                + " else extract(epoch from end_time)::text end, level, details_url, description, coalesce((select"
                                + " string_agg(t.key || '=' || t.value, E'\\x02' order by t.key, t.value) from"
                                + " argus_incident_incidenttagrelation r join argus_incident_tag t on t.id = r.tag_id where"
                                + " r.incident_id = i.id), '') from argus_incident_incident i join argus_incident_sourcesystem s on"
                                + " s.id = i.source_id where s.name = '" + name + "'")
                .stream()
                .map(line -> line.split("\\|", 7))
                .map(Incident::of)
                .collect(Collectors.toMap(Incident::id, Function.identity()));
    }

    /** Returns the incident about a problem. */
    Incident incident(String problem) {
        Incident found = incidents().get(problem);
        if (found == null) {
            throw new AssertionError("no incident '" + problem + "'");
        }
        return found;
    }

    /** Returns the number of the incident about a problem. */
    long pk(String problem) {
        return Long.parseLong(
                argus.sql("select i.id from argus_incident_incident i join argus_incident_sourcesystem s on"
                                + " s.id = i.source_id where s.name = '" + name + "' and source_incident_id = '"
                                + problem + "'")
                        .get(0));
    }

    /** An incident as it is in Argus, with times in seconds since 1970; an open one ends at infinity. */
    record Incident(
            String id, double start, double end, int level, String detailsUrl, String description, List<String> tags) {
        private static Incident of(String[] row) {
            return new Incident(
                    row[0],
                    Double.parseDouble(row[1]),
                    row[2].isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(row[2]),
                    Integer.parseInt(row[3]),
                    row[4],
                    row[5],
                    List.of(row[6].split("\u0002")));
        }

        boolean isOpen() {
            return end == Double.POSITIVE_INFINITY;
        }
    }

    @Override
    public void close() {
        stopOld();
        if (process != null) {
            process.close();
        }
    }
}
