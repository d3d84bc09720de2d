package io.github.argusglue.plugin.kubernetes;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.testing.ClusterEngineContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with the mock server of fabric8. */
final class KubernetesEngineContractIT extends ClusterEngineContract {
    private static ApiServer server;

    @TempDir
    private static Path folder;

    private final String namespace = "n" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        server = new ApiServer();
        Files.writeString(folder.resolve("token"), ApiServer.TOKEN + "\n");
        Files.writeString(folder.resolve("wrong"), "wrong");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected ClusterEngine engine(Duration timeout, Runnable changed) {
        return engine(server.url(), "argus-glue", "token", timeout, changed);
    }

    @Override
    protected ClusterEngine engineOfAnotherStore(Duration timeout) {
        return engine(server.url(), "argus-glue-2", "token", timeout, () -> {});
    }

    @Override
    protected ClusterEngine engineAt(InetSocketAddress address, Duration timeout) {
        URI url = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
        return engine(url, "argus-glue", "token", timeout, () -> {});
    }

    @Override
    protected Optional<ClusterEngine> engineWithWrongCredentials(Duration timeout) {
        return Optional.of(engine(server.url(), "argus-glue", "wrong", timeout, () -> {}));
    }

    private ClusterEngine engine(URI url, String prefix, String token, Duration timeout, Runnable changed) {
        KubernetesConfig config = new KubernetesConfig(
                Optional.of(namespace), prefix, url, folder.resolve(token), folder.resolve("ca.crt"));
        return new KubernetesEngineFactory().create(config, timeout, changed);
    }
}
