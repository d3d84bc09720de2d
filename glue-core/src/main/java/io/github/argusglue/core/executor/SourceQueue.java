package io.github.argusglue.core.executor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The waiting tasks of one source. Thread-safe. */
public final class SourceQueue implements TaskQueue {
    private final ArgusExecutor executor;
    private final String source;
    private final PriorityQueue<WaitingTask> waiting =
            new PriorityQueue<>(Comparator.comparingInt(WaitingTask::rank).thenComparingLong(WaitingTask::number));
    private long nextNumber;
    private boolean close;
    long lastServed;
    int running;

    SourceQueue(ArgusExecutor executor, String source) {
        this.executor = executor;
        this.source = source;
    }

    /** Returns the name of the source. */
    String source() {
        return source;
    }

    @Override
    public void offer(Collection<? extends Task<?>> tasks) {
        executor.locked(() -> {
            if (!close) {
                tasks.forEach(task -> waiting.add(new WaitingTask(task, nextNumber++)));
            }
        });
    }

    @Override
    public List<Task<?>> withdraw() {
        List<Task<?>> withdrawn = new ArrayList<>();
        executor.locked(() -> {
            waiting.removeIf(w -> {
                boolean writes = w.rank() >= 0;
                if (writes) {
                    withdrawn.add(w.task());
                }
                return writes;
            });
        });
        return withdrawn;
    }

    @Override
    public void close() {
        executor.locked(() -> {
            waiting.clear();
            close = true;
        });
    }

    @Override
    public void open() {
        executor.locked(() -> close = false);
    }

    /** Returns whether nothing of this source waits or is under way. */
    public boolean isIdle() {
        boolean[] idle = new boolean[1];
        executor.locked(() -> idle[0] = running == 0 && waiting.isEmpty());
        return idle[0];
    }

    @Nullable
    Integer firstRank() {
        WaitingTask first = waiting.peek();
        return first == null ? null : first.rank();
    }

    Task<?> take() {
        return waiting.remove().task();
    }

    void clear() {
        waiting.clear();
    }

    private record WaitingTask(Task<?> task, long number) {
        int rank() {
            return task.rank();
        }
    }
}
