package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.cluster.ClusterEngine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests that every {@link ClusterEngine} has to pass. They run with the real store or with a simulated one:
 *
 * <pre>{@code
 * class EtcdEngineContractIT extends ClusterEngineContract {
 *     private final String prefix = "/" + UUID.randomUUID() + "/";
 *
 *     protected ClusterEngine engine(Duration timeout, Runnable changed) {
 *         return new EtcdEngine(config(prefix), timeout, changed);
 *     }
 *     ...
 * }
 * }</pre>
 *
 * <p>JUnit makes one instance of the class for each test, and the tests run at once if parallel tests are enabled. So a
 * field, such as a random prefix, gives each test a store of its own. The longest test takes about 8 s, most of which
 * it waits for a session to end.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
public abstract class ClusterEngineContract
        implements ClusterOwnerContract, ClusterSessionContract, ClusterValueContract, ClusterFailureContract {
    private @Nullable ClusterBench bench;

    /** For subclasses. */
    protected ClusterEngineContract() {}

    /**
     * Returns one more client of the store of the running test. The store is empty when the test begins. The clients of
     * a test share nothing but the store, like processes on several machines. The contract closes them.
     *
     * @param timeout longest time that a call of the engine may take
     * @param changed called by the engine when members or owners may have changed
     */
    protected abstract ClusterEngine engine(Duration timeout, Runnable changed) throws Exception;

    /**
     * Returns a client of another store, which does not see the first one: usually the same servers, and another prefix
     * or namespace. The store is empty, too.
     */
    protected abstract ClusterEngine engineOfAnotherStore(Duration timeout) throws Exception;

    /**
     * Returns a client of servers at this address of the loopback interface. Either nothing listens there, or something
     * that accepts connections and never answers.
     */
    protected abstract ClusterEngine engineAt(InetSocketAddress address, Duration timeout) throws Exception;

    /**
     * Returns a client of the store of the running test with credentials that are wrong. Empty if that store accepts
     * everybody: then a test of the engine's own has to show that calls fail as unauthorized.
     */
    protected abstract Optional<ClusterEngine> engineWithWrongCredentials(Duration timeout) throws Exception;

    @Override
    public final ClusterBench bench() {
        return requireNonNull(bench, "no test is running");
    }

    @BeforeEach
    final void begin() {
        bench = new ClusterBench(this);
    }

    @AfterEach
    final void end() {
        bench().close();
    }
}
