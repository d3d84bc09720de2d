package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.dist.it.GlueProcess;
import io.github.argusglue.dist.it.chaos.TcpRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One process of the cluster, and its ways to etcd and to Argus, which can be cut. */
final class ClusterProcess implements AutoCloseable {
    private static final Duration ENDED = Duration.ofMinutes(1);

    private final String name;
    private final Path folder;
    private final TcpRelay toArgus;
    private final List<TcpRelay> toEtcd = new ArrayList<>();
    private @Nullable GlueProcess process;

    ClusterProcess(String name, Path folder, InetSocketAddress argus, List<String> endpoints) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.toArgus = TcpRelay.start(argus);
        for (String endpoint : endpoints) {
            URI url = URI.create(endpoint);
            toEtcd.add(TcpRelay.start(new InetSocketAddress(url.getHost(), url.getPort())));
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
        process = GlueProcess.run(config());
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
