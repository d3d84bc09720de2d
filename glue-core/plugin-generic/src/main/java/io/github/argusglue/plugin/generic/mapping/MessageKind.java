package io.github.argusglue.plugin.generic.mapping;

/** What an element of a document says. */
public enum MessageKind {
    /** An alert is open. */
    OPEN,
    /** An alert is over. */
    CLOSE,
    /** Something happened that has no end. */
    NOTICE,
    /** The sender is alive, and says nothing else. */
    ALIVE,
    /** Nothing that matters here. */
    IGNORE
}
