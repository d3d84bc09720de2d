package io.github.argusglue.core.executor;

import java.util.Collection;
import java.util.List;

/** Where the tasks of one source wait to be carried out. */
public interface TaskQueue {

    /** Adds tasks; they run as soon as the server and the other sources let them. */
    void offer(Collection<? extends Task<?>> tasks);

    /** Takes back the tasks that write and have not begun; those under way go on. Reads stay. */
    List<Task<?>> withdraw();

    /** Drops all tasks that have not begun, also those that read, and takes none until it is opened; nobody is told. */
    void shut();

    /** Takes tasks again. */
    void open();
}
