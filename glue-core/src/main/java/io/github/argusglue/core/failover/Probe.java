package io.github.argusglue.core.failover;

/** Asks a primary whether it is there. Used by one thread at a time. */
interface Probe {

    /**
     * Asks once, and takes no longer than its timeout and a little. What goes wrong is an answer, too.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    ProbeResult ask() throws InterruptedException;

    /** Returns what it asks, such as {@code snmp zino1.example.org:8000}; holds no secret. */
    String target();

    /** Lets go of what it holds. */
    default void close() {}
}
