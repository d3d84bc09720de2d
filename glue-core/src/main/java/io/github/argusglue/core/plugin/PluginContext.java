package io.github.argusglue.core.plugin;

import io.github.argusglue.core.log.LogSource;
import io.github.argusglue.spi.SourceException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the code of one plugin for one source: with the plugin's class loader as context class loader, the source's
 * name in the MDC, and all exceptions converted to {@link SourceException}, so that one source never affects another.
 */
public final class PluginContext {
    private final String source;
    private final LoadedPlugin plugin;

    public PluginContext(String source, LoadedPlugin plugin) {
        this.source = source;
        this.plugin = plugin;
    }

    /**
     * Makes a call.
     *
     * @param what name of the method, for messages
     * @throws SourceException as thrown by the plugin, or of kind {@code BAD_ANSWER} if it throws or returns something
     *     that is not allowed
     * @throws InterruptedException if the call was interrupted
     */
    public <T> T call(String what, Call<? extends T> call) throws SourceException, InterruptedException {
        Scope scope = new Scope(plugin.classLoader(), source);
        try {
            T answer = call.make();
            if (answer == null) {
                throw SourceException.badAnswer(start(what) + "returned null; report it to its author", null);
            }
            return answer;
        } catch (SourceException | InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw failure(what, e);
        } finally {
            scope.leave();
        }
    }

    /** Makes a call without a result; otherwise like {@link #call}. */
    public void run(String what, Action action) throws SourceException, InterruptedException {
        call(what, () -> {
            action.make();
            return Boolean.TRUE;
        });
    }

    /** Wraps a task so that it runs in this context on another thread; exceptions are left to that thread. */
    public Runnable wrap(Runnable task) {
        return () -> {
            Scope scope = new Scope(plugin.classLoader(), source);
            try {
                task.run();
            } finally {
                scope.leave();
            }
        };
    }

    private SourceException failure(String what, Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
        return SourceException.badAnswer(start(what) + plugin.explain(thrown), thrown);
    }

    private String start(String what) {
        return "plugin '" + plugin.name() + "' " + plugin.version() + ": " + what + "() ";
    }

    /** A call to a plugin. */
    @FunctionalInterface
    public interface Call<T> {
        @Nullable
        T make() throws Exception;
    }

    /** A call to a plugin without a result. */
    @FunctionalInterface
    public interface Action {
        void make() throws Exception;
    }

    /** Sets up the thread for the plugin, and restores it afterwards. */
    static final class Scope {
        private final Thread thread = Thread.currentThread();
        private final @Nullable ClassLoader loaderBefore = thread.getContextClassLoader();
        private final LogSource named;

        Scope(ClassLoader loader, @Nullable String source) {
            thread.setContextClassLoader(loader);
            named = LogSource.enter(source);
        }

        void leave() {
            thread.setContextClassLoader(loaderBefore);
            named.leave();
        }
    }
}
