package io.github.argusglue.dist.it.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A source system of a run: what happens in it, what can go wrong with it, and its true state. Methods may be called by
 * any thread.
 */
interface WatchedSystem extends AutoCloseable {
    /** Returns the name of the source, in the configuration and in Argus. */
    String name();

    /** Returns the keys of the source's table that are special to it. */
    String configuration();

    /** Returns when each alert was open, by the key that its incidents have. */
    Map<String, Burning> truth();

    /** Returns how often the system was made to say, wrongly, that nothing is wrong. */
    default Lies lies() {
        return Lies.NONE;
    }

    /** Returns what people may do with its incidents. */
    People.Reach people();

    /** Makes something happen in it. */
    void step(Random random, People people);

    /** Reads the true state from the system, if it is not known otherwise. */
    default void look() {}

    /** Returns what can go wrong with it. */
    List<FaultKind> faults();

    /** Repairs it after faults. */
    void mend() throws IOException;

    /** Tells argus-glue, which is there again, what it may have missed. */
    default void tellAll() {}

    @Override
    void close() throws IOException;
}
