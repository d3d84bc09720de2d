package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A source in an Argus server that argus-glue or its predecessor keeps in step with a Zino. */
final class ZinoSource implements AutoCloseable {
    static final Duration SYNCED = Duration.ofMinutes(2);

    private static final Duration END = Duration.ofSeconds(15);

    private final LabArgus argus;
    private final LabZino zino;
    private final String name = "zino-" + UUID.randomUUID().toString().substring(0, 8);
    private final String token;
    private final Path folder = Folders.fresh(name);
    private @Nullable GlueProcess process;
    private @Nullable OldGlue oldGlue;

    ZinoSource(LabArgus argus, LabZino zino) {
        this.argus = argus;
        this.zino = zino;
        this.token = argus.newSource(name);
        configure("");
    }

    /** Rewrites argus-glue's configuration, with more lines for the source's table. */
    void configure(String more) {
        configure("", more);
    }

    /** Rewrites it, with more lines for the server's table too. */
    void configure(String aboutArgus, String more) {
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
                    acknowledge = "working"
                    tickets = true
                    %s
                    %s
                    """.formatted(
                            folder.resolve("state"), argus.url(), aboutArgus, name, token, zino.configuration(), more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path config() {
        return folder.resolve("argus-glue.toml");
    }

    String name() {
        return name;
    }

    GlueProcess start() {
        GlueProcess started = GlueProcess.run(config());
        process = started;
        return started;
    }

    GlueProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    /** Sends SIGTERM to argus-glue, as systemd does. */
    void stop() {
        process().terminate();
        assertEquals(0, process().awaitExit(END), "exit code");
    }

    OldGlue startOld() {
        OldGlue started = OldGlue.start(OldGlue.configure(folder, argus.url(), token, zino));
        oldGlue = started;
        return started;
    }

    void closeOld() {
        Objects.requireNonNull(oldGlue, "not started").close();
    }

    /** Returns how often zino-argus-glue has connected and started to compare. */
    long oldSyncs() {
        return oldGlue == null ? 0 : oldGlue.logged("zinoargus - INFO - starting");
    }

    /** Returns the case numbers of the open incidents, sorted, with duplicates. */
    List<Long> openCases() {
        return argus.openIds(name).stream()
                .map(id -> Long.valueOf(id.split("[@~]", 2)[0]))
                .sorted()
                .toList();
    }

    /** Returns the open incidents, each as its number and its ID. */
    List<String> open() {
        return argus.sql("select i.id || ' ' || source_incident_id from argus_incident_incident i"
                + " join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '" + name
                + "' and end_time > now() order by i.id");
    }

    /** Waits until Argus has exactly these cases open, each once. */
    void awaitCases(Set<Long> cases) {
        Await.equal(SYNCED, "cases open in Argus", cases.stream().sorted().toList(), this::openCases);
    }

    /** Returns the number of the incident for a case. */
    long pk(long number) {
        List<String> found = argus.sql("select i.id from argus_incident_incident i join argus_incident_sourcesystem s"
                + " on s.id = i.source_id where s.name = '" + name + "' and (source_incident_id = '" + number
                + "' or source_incident_id like '" + number + "@%') order by i.id desc limit 1");
        if (found.isEmpty()) {
            throw new AssertionError("no incident about case " + number);
        }
        return Long.parseLong(found.get(0));
    }

    /** Waits until nothing has been written for a while. */
    void awaitRest() {
        int[] last = {-1, 0};
        Await.that(SYNCED, "nothing more to write", () -> {
            int writes = argus.writes();
            last[1] = writes == last[0] ? last[1] + 1 : 0;
            last[0] = writes;
            return last[1] >= 10;
        });
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (oldGlue != null && oldGlue.isAlive()) {
            oldGlue.close();
        }
    }
}
