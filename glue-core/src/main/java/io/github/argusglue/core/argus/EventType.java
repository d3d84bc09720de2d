package io.github.argusglue.core.argus;

/** Kinds of lines in an incident's log. */
public enum EventType {
    /** Incident began. */
    STA,
    /** The source ended it. */
    END,
    /** The source opened it again. */
    RES,
    /** A person closed it. */
    CLO,
    /** A person reopened it. */
    REO,
    /** Somebody acknowledged it. */
    ACK,
    /** A field was changed. */
    CHI,
    /** Something else was noted. */
    OTH,
    /** It has no state. */
    LES,
    /** A kind that this version does not know. */
    UNKNOWN
}
