package io.github.argusglue.core.executor;

import io.github.argusglue.core.argus.ArgusException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done in Argus for one source.
 *
 * @param <T> what comes out
 */
public final class Task<T> {
    private final int rank;
    private final String name;
    private final @Nullable Object subject;
    private final Call<T> call;
    private final Consumer<Result<T>> callback;

    /**
     * Makes a task.
     *
     * @param rank order among the waiting ones, smallest first; reads have negative ranks
     * @param name for the log
     * @param subject what it is about, for the one who made it
     * @param call runs on a thread of the executor
     * @param callback runs on the same thread; must only pass the result on
     */
    public Task(int rank, String name, @Nullable Object subject, Call<T> call, Consumer<Result<T>> callback) {
        this.rank = rank;
        this.name = name;
        this.subject = subject;
        this.call = call;
        this.callback = callback;
    }

    /** Returns what it does, for the log. */
    public String name() {
        return name;
    }

    /** Returns what it is about. */
    public @Nullable Object subject() {
        return subject;
    }

    int rank() {
        return rank;
    }

    /** Runs it; returns how it failed, null if it did not. */
    @Nullable
    ArgusException run() throws InterruptedException {
        Result<T> result;
        try {
            result = new Result<>(call.run(), null);
        } catch (ArgusException e) {
            result = new Result<>(null, e);
        } catch (RuntimeException | Error e) {
            result = new Result<>(
                    null,
                    new ArgusException(
                            ArgusException.Kind.OUTCOME_UNKNOWN, name + ": fault in argus-glue: " + e, e, null));
        }
        callback.accept(result);
        return result.failure();
    }

    /**
     * What is done.
     *
     * @param <T> what comes out
     */
    @FunctionalInterface
    public interface Call<T> {
        /** Does it. */
        T run() throws ArgusException, InterruptedException;
    }

    /**
     * What came out: a value or a failure.
     *
     * @param <T> kind of value
     */
    public record Result<T>(@Nullable T value, @Nullable ArgusException failure) {}
}
