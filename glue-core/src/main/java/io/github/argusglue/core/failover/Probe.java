package io.github.argusglue.core.failover;

/** Checks whether a primary is up. Used by one thread at a time. */
interface Probe {

    /**
     * Checks once, in little more than the timeout. Failures are reported as results.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    ProbeResult probe() throws InterruptedException;

    /** Returns what is checked, such as {@code snmp zino1.example.org:8000}; contains no secrets. */
    String target();

    /** Releases resources. */
    default void close() {}
}
