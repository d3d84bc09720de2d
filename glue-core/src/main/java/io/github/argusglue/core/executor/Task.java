package io.github.argusglue.core.executor;

import io.github.argusglue.core.argus.ArgusException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One or more requests to Argus for one source.
 *
 * @param <T> type of the result
 */
public final class Task<T> {
    private final int rank;
    private final String name;
    private final @Nullable Object subject;
    private final TaskBody<T> call;
    private final Consumer<TaskResult<T>> callback;

    /**
     * Creates a task.
     *
     * @param rank order among waiting tasks, smallest first; reads have negative ranks
     * @param name for the log
     * @param subject what it is about, for its creator
     * @param call runs on a thread of the executor
     * @param callback runs on the same thread; must only pass the result on
     */
    public Task(int rank, String name, @Nullable Object subject, TaskBody<T> call, Consumer<TaskResult<T>> callback) {
        this.rank = rank;
        this.name = name;
        this.subject = subject;
        this.call = call;
        this.callback = callback;
    }

    /** Returns what it does, for log messages. */
    String name() {
        return name;
    }

    /** Returns what it is about. */
    public @Nullable Object subject() {
        return subject;
    }

    int rank() {
        return rank;
    }

    /** Runs the task; returns the failure, null if it succeeded. */
    @Nullable
    ArgusException run() throws InterruptedException {
        TaskResult<T> result;
        try {
            result = new TaskResult<>(call.run(), null);
        } catch (ArgusException e) {
            result = new TaskResult<>(null, e);
        } catch (RuntimeException | Error e) {
            result = new TaskResult<>(
                    null,
                    new ArgusException(
                            ArgusException.Kind.OUTCOME_UNKNOWN, name + ": error in argus-glue: " + e, e, null));
        }
        callback.accept(result);
        return result.failure();
    }

    /**
     * The requests of a task.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface TaskBody<T> {
        /** Sends the requests. */
        T run() throws ArgusException, InterruptedException;
    }

    /**
     * Result of a task: a value or a failure.
     *
     * @param <T> type of the value
     */
    public record TaskResult<T>(@Nullable T value, @Nullable ArgusException failure) {}
}
