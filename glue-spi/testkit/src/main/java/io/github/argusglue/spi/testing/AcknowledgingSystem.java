package io.github.argusglue.spi.testing;

/** A system in which people acknowledge problems. */
public interface AcknowledgingSystem extends FakeSystem {

    /** Acknowledges an open problem without an end, as a person does who knows nothing of Argus. */
    void acknowledge(String problem, String person, String text);

    /** Returns whether this person's acknowledgement of the problem is in force. */
    boolean isAcknowledgedBy(String problem, String person);

    /** Ends this person's acknowledgement, as that person. */
    void unacknowledge(String problem, String person);

    /**
     * Makes only the request for acknowledgements fail until {@link #recover()}.
     *
     * @return false if there is no such request, because acknowledgements are a part of the problems
     */
    boolean failAcknowledgements();
}
