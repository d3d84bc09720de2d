package io.github.argusglue.core.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the code of a plugin that is being loaded on a thread that ends afterwards: a plugin that hangs is rejected, and
 * nothing that it attaches to its thread keeps it in memory when it is replaced.
 */
final class LoadingThread {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Duration timeout;

    LoadingThread() {
        this(TIMEOUT);
    }

    LoadingThread(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Runs the code with the class loader as context class loader.
     *
     * @throws ExecutionException if it throws anything
     * @throws RefusedException if it does not return in time
     */
    <T> T run(String plugin, ClassLoader loader, Callable<T> code) throws ExecutionException, RefusedException {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(task, "loading-" + plugin);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String where = PluginStack.where(thread);
            task.cancel(true);
            throw new RefusedException(
                    "its factory has not returned within " + timeout.toSeconds() + " s" + where,
                    "report it to the plugin's author");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            throw new RefusedException("loading was interrupted", "try again");
        }
    }
}
