package io.github.argusglue.plugin.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A process of a test: its engine, the files of its pod, and a monotonic clock that the test moves. */
final class Pod implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    final KubernetesEngine engine;
    private final AtomicLong nanos = new AtomicLong(UUID.randomUUID().getLeastSignificantBits());

    Pod(ApiServer server, Path folder, String namespace, Runnable changed) {
        this(server.url(), folder, namespace, changed);
    }

    Pod(URI url, Path folder, String namespace, Runnable changed) {
        KubernetesConfig config = new KubernetesConfig(
                Optional.of(namespace), "argus-glue", url, folder.resolve("token"), folder.resolve("ca.crt"));
        this.engine = new KubernetesEngine(config, TIMEOUT, changed, nanos::get);
    }

    static void writeToken(Path folder, String token) throws IOException {
        Files.writeString(folder.resolve("token"), token + "\n");
    }

    void letPass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        engine.close();
    }
}
