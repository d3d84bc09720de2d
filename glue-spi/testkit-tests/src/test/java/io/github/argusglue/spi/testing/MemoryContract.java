package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The contract on an engine in memory. */
abstract class MemoryContract extends ClusterEngineContract {
    private final MemoryEngine.Store store = new MemoryEngine.Store();
    private final MemoryFault fault;

    MemoryContract(MemoryFault fault) {
        this.fault = fault;
    }

    @Override
    protected ClusterEngine engine(Duration timeout, Runnable changed) {
        return new MemoryEngine(store, fault, changed);
    }

    @Override
    protected ClusterEngine engineOfAnotherStore(Duration timeout) {
        MemoryEngine.Store other = fault == MemoryFault.STORES_ARE_ONE ? store : new MemoryEngine.Store();
        return new MemoryEngine(other, fault, () -> {});
    }

    @Override
    protected ClusterEngine engineAt(InetSocketAddress address, Duration timeout) {
        return failing(
                () -> read(address, fault == MemoryFault.TIMEOUT_IS_IGNORED ? timeout.multipliedBy(3) : timeout));
    }

    @Override
    protected Optional<ClusterEngine> engineWithWrongCredentials(Duration timeout) {
        Kind kind = fault == MemoryFault.WRONG_CREDENTIALS_ARE_UNREACHABLE ? Kind.UNREACHABLE : Kind.UNAUTHORIZED;
        return Optional.of(failing(() -> new ClusterException(kind, "the store refuses the password")));
    }

    /** Returns an engine of which every call ends with an exception. */
    private static ClusterEngine failing(Callable<Exception> failure) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            throw failure.call();
        };
        return (ClusterEngine) Proxy.newProxyInstance(
                MemoryContract.class.getClassLoader(), new Class<?>[] {ClusterEngine.class}, handler);
    }

    private Exception read(InetSocketAddress address, Duration timeout) throws InterruptedException {
        String where = fault == MemoryFault.ADDRESS_IS_NOT_NAMED ? "the store" : "'" + address + "'";
        Kind kind = fault == MemoryFault.UNREACHABLE_IS_AN_ENDED_SESSION ? Kind.SESSION_ENDED : Kind.UNREACHABLE;
        FutureTask<Integer> answer = new FutureTask<>(() -> {
            try (SocketChannel channel = SocketChannel.open(address)) {
                return Channels.newInputStream(channel).read();
            }
        });
        Thread reader = new Thread(answer);
        reader.setDaemon(true);
        reader.start();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                return new IllegalStateException(where + " answers");
            } catch (ExecutionException | TimeoutException e) {
                reader.interrupt();
                return new ClusterException(kind, where + " does not answer", e);
            } catch (InterruptedException e) {
                if (fault != MemoryFault.INTERRUPT_IS_IGNORED) {
                    reader.interrupt();
                    throw e;
                }
            }
        }
    }
}
