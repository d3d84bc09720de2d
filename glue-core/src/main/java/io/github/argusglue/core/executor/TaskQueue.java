package io.github.argusglue.core.executor;

import java.util.Collection;
import java.util.List;

/** Queue of the tasks of one source. */
public interface TaskQueue {

    /** Adds tasks; they run as soon as the server and the other sources allow. */
    void offer(Collection<? extends Task<?>> tasks);

    /** Withdraws the write tasks that have not started, and returns them. Running tasks and reads continue. */
    List<Task<?>> withdraw();

    /**
     * Drops all tasks that have not started, including reads, without notification, and accepts none until it is
     * opened.
     */
    void close();

    /** Accepts tasks again. */
    void open();
}
