package io.github.argusglue.core.argus;

/**
 * Whether this process may write to Argus for a source now. Asked at the last moment before a write is sent, because
 * the process may have been frozen since the write was planned. Any thread.
 */
@FunctionalInterface
public interface WritePermit {
    /** Without a cluster: this process is the only one. */
    WritePermit ALWAYS = () -> Long.MAX_VALUE;

    /** Returns for how long writes may be sent; zero or less if they may not. A write may end a little later. */
    long nanosLeft();
}
