package io.github.argusglue.core.argus;

/** Types of events in an incident's log. */
public enum EventType {
    /** The incident was created. */
    STA,
    /** The source ended it. */
    END,
    /** The source reopened it. */
    RES,
    /** A person closed it. */
    CLO,
    /** A person reopened it. */
    REO,
    /** Somebody acknowledged it. */
    ACK,
    /** A field was changed. */
    CHI,
    /** A note. */
    OTH,
    /** The incident is stateless. */
    LES,
    /** A type that this version does not know. */
    UNKNOWN
}
