package io.github.argusglue.core.executor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** A lane without threads: a task runs when the test says so, on the test's own thread. */
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

    /** How many tasks wait. */
    public int size() {
        return waiting.size();
    }

    /** Drops everything, as the end of the process does. */
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

    /** Runs any one of the tasks that wait. */
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
