package io.github.argusglue.plugin.etcd;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.ClusterEngineContract;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on a real etcd that asks for a password. */
final class EtcdEngineContractIT extends ClusterEngineContract {
    private static @Nullable EtcdLab lab;
    private static @Nullable EtcdEngine first;

    private final String prefix = EtcdLab.prefix();

    @BeforeAll
    static void startEtcd() throws Exception {
        lab = new EtcdLab(1, "ETCD_AUTH=yes");
        // All engines share gRPC's timer, whose thread ends a second after the last of them: without this one, it would
        // begin and end in the middle of a test that counts threads.
        first = new EtcdEngine(lab.config(EtcdLab.prefix()), Duration.ofSeconds(10), () -> {});
        first.view();
    }

    @AfterAll
    static void stopEtcd() {
        requireNonNull(first).close();
        requireNonNull(lab).close();
    }

    private static EtcdLab lab() {
        return requireNonNull(lab);
    }

    @Override
    protected ClusterEngine engine(Duration timeout, Runnable changed) {
        return new EtcdEngine(lab().config(prefix), timeout, changed);
    }

    @Override
    protected ClusterEngine engineOfAnotherStore(Duration timeout) {
        return new EtcdEngine(lab().config(EtcdLab.prefix()), timeout, () -> {});
    }

    @Override
    protected ClusterEngine engineAt(InetSocketAddress address, Duration timeout) {
        EtcdConfig config = new EtcdConfig(
                List.of(URI.create("http://127.0.0.1:" + address.getPort())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                prefix);
        return new EtcdEngine(config, timeout, () -> {});
    }

    @Override
    protected Optional<ClusterEngine> engineWithWrongCredentials(Duration timeout) {
        EtcdConfig config = new EtcdConfig(
                lab().endpoints(),
                Optional.of("glue"),
                Optional.of(Secret.of("wrong")),
                Optional.empty(),
                Optional.empty(),
                prefix);
        return Optional.of(new EtcdEngine(config, timeout, () -> {}));
    }
}
