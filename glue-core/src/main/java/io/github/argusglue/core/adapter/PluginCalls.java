package io.github.argusglue.core.adapter;

import io.github.argusglue.core.plugin.PluginStack;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one adapter: which one is in progress, and what went wrong with it, by the name of the plugin and the
 * method. Calls are made by one thread; any thread may ask for the one in progress.
 */
final class PluginCalls {
    private final AdapterMaker maker;
    private volatile @Nullable InProgress current;

    PluginCalls(AdapterMaker maker) {
        this.maker = maker;
    }

    /**
     * Makes a call whose exceptions are those that its method may throw, and unchecked ones.
     *
     * @param method name of the method, with parentheses
     * @param rule what it may return, for the message if it returns null
     * @throws PluginFaultException if it throws anything else or returns null
     */
    <T> T make(String method, String rule, Call<? extends T> call) throws SourceException, InterruptedException {
        InProgress before = current;
        current = new InProgress(method, System.nanoTime(), Thread.currentThread());
        T result;
        try {
            result = call.make();
        } catch (SourceException | InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            throw new PluginFaultException(start(method) + maker.explain(e), e);
        } finally {
            current = before;
        }
        if (result == null) {
            throw isNull(method, "null", rule);
        }
        return result;
    }

    /** Makes a call that may throw unchecked exceptions only. */
    <T> T ask(String method, String rule, Call<? extends T> call) {
        try {
            return make(method, rule, call);
        } catch (SourceException | InterruptedException e) {
            // Only possible if the plugin was compiled against another interface.
            throw new PluginFaultException(start(method) + maker.explain(e), e);
        }
    }

    /** Returns the fault that a method returned null, or a collection with null in it. */
    PluginFaultException isNull(String method, String what, String rule) {
        return new PluginFaultException(
                start(method) + "returned " + what + ", but " + rule + "; report it to its author", null);
    }

    private String start(String method) {
        return "plugin " + maker.plugin() + ": " + method + " ";
    }

    /** Returns which call is in progress, since when and where its thread is; empty if there is none. */
    Optional<String> inProgress() {
        InProgress call = current;
        if (call == null) {
            return Optional.empty();
        }
        Duration since = Duration.ofNanos(System.nanoTime() - call.since);
        return Optional.of("plugin " + maker.plugin() + ": " + call.method + " has been running for "
                + since.toSeconds() + " s" + PluginStack.where(call.thread));
    }

    /** A call of a method. */
    @FunctionalInterface
    interface Call<T> {
        @Nullable
        T make() throws Exception;
    }

    private record InProgress(String method, long since, Thread thread) {}

    /** A plugin broke a rule; the message names plugin and method. */
    static final class PluginFaultException extends RuntimeException {
        private static final long serialVersionUID = 1;

        PluginFaultException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
