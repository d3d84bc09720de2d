package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.dist.it.GlueProcess;
import io.github.argusglue.dist.it.chaos.TcpRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process of the cluster, and its ways to etcd and to Argus, which can be cut. */
final class ClusterProcess implements AutoCloseable {
    private static final Duration ENDED = Duration.ofMinutes(1);

    private final String name;
    private final Path folder;
    private final TcpRelay toArgus;
    private final List<TcpRelay> toEtcd = new ArrayList<>();
    private final Map<String, String> clock;
    private @Nullable GlueProcess process;

    /** Makes it; its clock is {@code ahead} of that of the machine. */
    ClusterProcess(String name, Path folder, InetSocketAddress argus, List<String> endpoints, Duration ahead)
            throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.clock = ahead.isZero() ? Map.of() : clock(ahead);
        this.toArgus = TcpRelay.start(argus);
        for (String endpoint : endpoints) {
            URI url = URI.create(endpoint);
            toEtcd.add(TcpRelay.start(new InetSocketAddress(url.getHost(), url.getPort())));
        }
    }

    /** Returns what makes libfaketime show another time. Clocks that measure durations run as usual. */
    private static Map<String, String> clock(Duration ahead) throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("/usr/lib"), 3, (file, is) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
            Path library = files.findAny().orElseThrow(() -> new IOException("libfaketime is not installed"));
            return Map.of(
                    "LD_PRELOAD", library.toString(),
                    "FAKETIME", String.format(Locale.ROOT, "%+d", ahead.toSeconds()),
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                    "NO_FAKE_STAT", "1");
        }
    }

    String name() {
        return name;
    }

    /** Writes the configuration; {@code sources} are the tables that are the same in all processes. */
    void configure(Path plugins, ClusterSettings settings, String sources) throws IOException {
        String endpoints = toEtcd.stream()
                .map(relay -> "\"http://127.0.0.1:" + relay.port() + "\"")
                .collect(Collectors.joining(", "));
        Files.writeString(config(), """
                state_dir = "state"
                plugins_dir = "%s"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "http://127.0.0.1:%d"
                [cluster]
                engine = "etcd"
                name = "%s"
                ttl = "%ds"
                on_engine_loss = "%s"
                endpoints = [%s]
                %s
                """.formatted(
                plugins, toArgus.port(), name, settings.ttl().toSeconds(), settings.policy(), endpoints, sources));
    }

    void start() {
        process = GlueProcess.run(config(), clock);
    }

    /** Returns how far its clock is ahead, in minutes: the time in its log, compared with that of the log's file. */
    long minutesAhead() {
        List<String> lines = process().logMatching("^[0-9]{4}-");
        Instant own = Instant.parse(lines.get(lines.size() - 1).split(" ", 2)[0]);
        Instant file = Instant.ofEpochMilli(folder.resolve("run.log").toFile().lastModified());
        return Math.round(Duration.between(file, own).toSeconds() / 60.0);
    }

    boolean isRunning() {
        GlueProcess current = process;
        return current != null && current.isAlive();
    }

    GlueProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    /** Ends it as systemd does, and waits until it has ended. */
    void terminate() {
        process().terminate();
        process().awaitExit(ENDED);
    }

    void cutEtcd() {
        toEtcd.forEach(TcpRelay::cut);
    }

    void silenceEtcd() {
        toEtcd.forEach(TcpRelay::silence);
    }

    void mendEtcd() {
        toEtcd.forEach(TcpRelay::mend);
    }

    void cutArgus() throws IOException {
        toArgus.down();
    }

    void mendArgus() throws IOException {
        toArgus.up();
    }

    /** Lets it run and reach everything again. */
    void mend() throws IOException {
        mendEtcd();
        mendArgus();
        if (isRunning()) {
            process().resume();
        } else {
            start();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
        }
        toArgus.close();
        for (TcpRelay relay : toEtcd) {
            relay.close();
        }
    }

    private Path config() {
        return folder.resolve("argus-glue.toml");
    }
}
