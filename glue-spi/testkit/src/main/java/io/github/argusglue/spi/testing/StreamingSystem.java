package io.github.argusglue.spi.testing;

/** A system that sends events over a connection that stays open. */
public interface StreamingSystem extends FakeSystem {

    /** Sends the event that belongs to the present state of this problem to everybody who is connected. */
    void announce(String problem);

    /** Returns how many streams are connected now. */
    int streams();

    /** Ends the connections of all streams, as a restart does, and returns when they are ended. */
    void breakStreams();

    /** Refuses new streams until {@link #recover()}, as for a user who is not permitted to read events. */
    void refuseStreams();

    /**
     * Returns whether a new stream is confirmed at once. False for a system that does not even send the status line
     * before the first event.
     */
    default boolean confirmsStreams() {
        return true;
    }
}
