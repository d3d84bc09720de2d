package io.github.argusglue.core.executor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** A queue without threads: a test runs each task on its own thread. */
public final class StepQueue implements TaskQueue {
    private final List<Task<?>> waiting = new ArrayList<>();

    @Override
    public void offer(Collection<? extends Task<?>> tasks) {
        waiting.addAll(tasks);
    }

    @Override
    public List<Task<?>> withdraw() {
        List<Task<?>> withdrawn = new ArrayList<>();
        for (Task<?> task : waiting) {
            if (task.rank() >= 0) {
                withdrawn.add(task);
            }
        }
        waiting.removeAll(withdrawn);
        return withdrawn;
    }

    @Override
    public void close() {
        waiting.clear();
    }

    @Override
    public void open() {}

    /** Number of waiting tasks. */
    public int size() {
        return waiting.size();
    }

    /** Drops all tasks, as at the end of the process. */
    public void clear() {
        waiting.clear();
    }

    /** Runs the reads. */
    public void runReads() {
        for (Task<?> task : List.copyOf(waiting)) {
            if (task.rank() < 0) {
                waiting.remove(task);
                run(task);
            }
        }
    }

    /** Runs any one of the waiting tasks. */
    public void runOne(RandomGenerator random) {
        if (!waiting.isEmpty()) {
            run(waiting.remove(random.nextInt(waiting.size())));
        }
    }

    private static void run(Task<?> task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
