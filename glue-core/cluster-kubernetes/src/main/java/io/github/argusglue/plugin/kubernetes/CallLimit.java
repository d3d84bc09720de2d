package io.github.argusglue.plugin.kubernetes;

import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs each call of the engine, which takes several requests, on a daemon thread of its own, so that all of them
 * together end in time and at an interrupt. A call that is given up is interrupted and makes no further request.
 */
final class CallLimit implements AutoCloseable {
    private final Duration timeout;
    private final String server;
    private final ExecutorService threads;

    /** @param server address for messages */
    CallLimit(Duration timeout, String server) {
        this.timeout = timeout;
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> daemon(task, "cluster-kubernetes"));
    }

    /** Returns a thread with the plugin's class loader, in which the client looks for its parts. */
    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(CallLimit.class.getClassLoader());
        return thread;
    }

    <T> T call(Callable<T> call) throws ClusterException, InterruptedException {
        Future<T> running;
        try {
            running = threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw new ClusterException(Kind.UNREACHABLE, "the engine 'kubernetes' is closed", e);
        }
        try {
            return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    Kind.UNREACHABLE,
                    "the API server " + server + " has not answered within " + timeout.toMillis()
                            + " ms: check 'api_server', name resolution and network policies",
                    e);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            running.cancel(true);
        }
    }

    private static ClusterException failure(ExecutionException e) {
        if (e.getCause() instanceof ClusterException failure) {
            return failure;
        }
        if (e.getCause() instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        // Only close() interrupts these threads before their calls are given up.
        return new ClusterException(Kind.UNREACHABLE, "the engine 'kubernetes' was closed during a call", e);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
