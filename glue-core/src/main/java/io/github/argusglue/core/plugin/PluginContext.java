package io.github.argusglue.core.plugin;

import io.github.argusglue.spi.SourceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Calls into one plugin for one source: with the plugin's class loader as the thread's own, the source's name in the
 * log, and whatever the plugin throws made into a {@link SourceException}, so that one source never hurts another.
 */
public final class PluginContext {
    private static final String SOURCE = "source";

    private final String source;
    private final LoadedPlugin plugin;

    public PluginContext(String source, LoadedPlugin plugin) {
        this.source = source;
        this.plugin = plugin;
    }

    /**
     * Makes one call.
     *
     * @param what the name of the method, for messages
     * @throws SourceException as the plugin threw it, or of kind {@code BAD_ANSWER} for anything that it must not throw
     *     or return
     * @throws InterruptedException if the call was ended
     */
    public <T> T call(String what, Call<? extends T> call) throws SourceException, InterruptedException {
        Scope scope = new Scope(plugin.classLoader(), source);
        try {
            T answer = call.make();
            if (answer == null) {
                throw SourceException.badAnswer(start(what) + "returned null: report it to its author", null);
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

    /** Makes one call that returns nothing; otherwise like {@link #call}. */
    public void run(String what, Action action) throws SourceException, InterruptedException {
        call(what, () -> {
            action.make();
            return Boolean.TRUE;
        });
    }

    /** Returns the task to run in this context on some other thread; what escapes it is the thread's to report. */
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
        String why = thrown instanceof LinkageError link
                ? Linkage.explain(link, plugin.spiVersion())
                : "failed with " + thrown + ": report it to its author";
        return SourceException.badAnswer(start(what) + why, thrown);
    }

    private String start(String what) {
        return "plugin '" + plugin.name() + "' " + plugin.version() + ": " + what + "() ";
    }

    /** One call into a plugin. */
    @FunctionalInterface
    public interface Call<T> {
        @Nullable
        T make() throws Exception;
    }

    /** One call into a plugin that returns nothing. */
    @FunctionalInterface
    public interface Action {
        void make() throws Exception;
    }

    /** The thread as the plugin is to see it, and afterwards as it was. */
    static final class Scope {
        private final Thread thread = Thread.currentThread();
        private final @Nullable ClassLoader loaderBefore = thread.getContextClassLoader();
        private final @Nullable String sourceBefore;

        Scope(ClassLoader loader, @Nullable String source) {
            sourceBefore = MDC.get(SOURCE);
            thread.setContextClassLoader(loader);
            if (source != null) {
                MDC.put(SOURCE, source);
            }
        }

        void leave() {
            thread.setContextClassLoader(loaderBefore);
            if (sourceBefore == null) {
                MDC.remove(SOURCE);
            } else {
                MDC.put(SOURCE, sourceBefore);
            }
        }
    }
}
