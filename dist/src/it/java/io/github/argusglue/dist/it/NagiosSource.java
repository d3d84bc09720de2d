package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source in an Argus server that argus-glue keeps in step with a Nagios or an Icinga 2. */
final class NagiosSource implements AutoCloseable {
    static final Duration SYNCED = Duration.ofMinutes(1);

    /** Several cycles, and several writings of the status file. */
    static final Duration SOME_CYCLES = Duration.ofSeconds(8);

    private final LabArgus argus;
    private final String system;
    private final String name = "nagios-" + UUID.randomUUID().toString().substring(0, 8);
    private final String token;
    private final Path folder = Folders.fresh(name);
    private @Nullable GlueProcess process;

    NagiosSource(LabArgus argus, LabNagios nagios) {
        this(argus, nagios.configuration());
    }

    /** @param system keys that name the monitoring system */
    NagiosSource(LabArgus argus, String system) {
        this.argus = argus;
        this.system = system;
        this.token = argus.newSource(name);
        configure("");
    }

    /** Rewrites the configuration, with more lines for the source's table; source and Argus are read often. */
    void configure(String more) {
        write("resync = \"15s\"", "interval = \"2s\"\n" + more);
    }

    /** Rewrites the configuration with nothing but what is required. */
    void configureUsual() {
        write("", "");
    }

    private void write(String aboutArgus, String more) {
        try {
            Files.writeString(config(), """
                    state_dir = "%s"
                    [http]
                    listen = "127.0.0.1:0"
                    [argus]
                    url = "%s"
                    %s
                    [sources.%s]
                    argus_token = "%s"
                    acknowledge = true
                    tickets = true
                    %s
                    %s
                    """.formatted(
                            folder.resolve("state"), argus.url(), aboutArgus, name, token, system, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path config() {
        return folder.resolve("argus-glue.toml");
    }

    String name() {
        return name;
    }

    String token() {
        return token;
    }

    /** Starts argus-glue and waits until it has read Nagios. */
    GlueProcess start() {
        GlueProcess started = GlueProcess.run(config());
        process = started;
        started.awaitLog("alerts? open", SYNCED);
        return started;
    }

    GlueProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    /** Returns the keys of the open incidents, sorted, with duplicates. */
    List<String> open() {
        return argus.openIds(name).stream()
                .map(id -> id.split("@", 2)[0])
                .sorted()
                .toList();
    }

    /** Waits until exactly these are open, each once. */
    void awaitOpen(String... keys) {
        Await.equal(SYNCED, "open incidents", Stream.of(keys).sorted().toList(), this::open);
    }

    /** Checks that exactly these are open, each once, for several cycles. */
    void assertStaysOpen(String... keys) {
        Await.staysEqual(SOME_CYCLES, "open incidents", Stream.of(keys).sorted().toList(), this::open);
    }

    /** Returns the number of the newest incident about a host or service. */
    long pk(String key) {
        return argus.pk(name, key + "@");
    }

    /** Returns how often an incident about a host or service was opened. */
    int opened(String key) {
        return (int) ids().stream().filter(id -> id.startsWith(key + "@")).count();
    }

    /** Returns the ids of all incidents, open or not. */
    List<String> ids() {
        return argus.sql("select source_incident_id from argus_incident_incident i join argus_incident_sourcesystem s"
                + " on s.id = i.source_id where s.name = '" + name + "' order by i.id");
    }

    /** Checks that an incident has this log and that it stays so for several cycles. */
    void assertLogStays(String key, String log) {
        long pk = pk(key);
        assertEquals(log, argus.log(pk));
        Await.staysEqual(SOME_CYCLES, "log of " + key, log, () -> argus.log(pk));
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
