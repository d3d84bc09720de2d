package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A configured argus-glue between one Alertmanager and its own source in an Argus server. */
final class Installation implements AutoCloseable {
    static final Duration SYNCED = Duration.ofMinutes(4);

    private final LabArgus argus;
    private final LabPrometheus prometheus;
    private final String source;
    private final String token;
    private final Path folder;
    private @Nullable GlueProcess process;

    Installation(LabArgus argus, LabPrometheus prometheus) {
        this.argus = argus;
        this.prometheus = prometheus;
        this.source = "am-" + UUID.randomUUID().toString().substring(0, 8);
        this.token = argus.newSource(source);
        this.folder = Folders.fresh(source);
        configure(argus.url(), "");
    }

    /** Rewrites the configuration, with more lines for the source's table; the source is read every second. */
    void configure(URI argusUrl, String more) {
        configureUsual(argusUrl, "interval = \"1s\"\n" + more);
    }

    /** Rewrites the configuration, with more lines for the source's table. */
    void configureUsual(URI argusUrl, String more) {
        write("""
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "%s"
                [sources.%s]
                type = "alertmanager"
                argus_token = "%s"
                urls = ["%s"]
                %s
                """.formatted(state(), argusUrl, source, token, prometheus.alertmanager(), more));
    }

    void write(String configuration) {
        try {
            Files.writeString(config(), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String configuration() {
        try {
            return Files.readString(config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path config() {
        return folder.resolve("argus-glue.toml");
    }

    Path state() {
        return folder.resolve("state");
    }

    String source() {
        return source;
    }

    String token() {
        return token;
    }

    GlueProcess start() {
        GlueProcess started = GlueProcess.run(config());
        process = started;
        return started;
    }

    /** Returns the last started process. */
    GlueProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    void deleteState() {
        Folders.delete(state());
    }

    int openCount() {
        return argus.openCount(source);
    }

    void awaitOpen(int count) {
        awaitOpen(count, SYNCED);
    }

    void awaitOpen(int count, Duration atMost) {
        argus.awaitOpen(source, count, atMost);
    }

    /** Waits until this many incidents are open, so that work is in progress. */
    void awaitOpenAtLeast(int count) {
        Await.that(SYNCED, count + " incidents opened", () -> openCount() >= count);
    }

    /** Waits until Argus has exactly the alerts that Alertmanager lists as open, each once. */
    void awaitEqual() {
        Await.equal(SYNCED, "keys of the open incidents", prometheus.fingerprints(), this::openKeys);
    }

    /**
     * Returns the keys of the open incidents, without the start that is part of their IDs; sorted, with duplicates.
     * Excludes the token monitor's incidents about other sources.
     */
    List<String> openKeys() {
        return argus.openIds(source).stream()
                .filter(id -> !id.startsWith("argus-glue/token/"))
                .map(id -> id.split("[@_]", 2)[0])
                .sorted()
                .toList();
    }

    /** Checks how many incidents have which log; the arguments are logs and counts in turns. */
    void assertLogs(Object... logsAndCounts) {
        Map<String, Integer> wanted = new HashMap<>();
        for (int i = 0; i < logsAndCounts.length; i += 2) {
            wanted.put((String) logsAndCounts[i], (Integer) logsAndCounts[i + 1]);
        }
        assertEquals(wanted, argus.logs(source), "event logs of " + source);
    }

    /** Waits until nothing has been written for a second. */
    void awaitRest() {
        int[] last = {-1, 0};
        Await.that(SYNCED, "nothing more to write", () -> {
            int writes = argus.writes();
            last[1] = writes == last[0] ? last[1] + 1 : 0;
            last[0] = writes;
            return last[1] >= 5;
        });
    }

    /** Checks that nothing is written for five more cycles, after pending requests are in the access log. */
    void assertRests() {
        awaitRest();
        int before = argus.writes();
        Await.staysEqual(Duration.ofSeconds(5), "writing requests at rest", before, argus::writes);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
