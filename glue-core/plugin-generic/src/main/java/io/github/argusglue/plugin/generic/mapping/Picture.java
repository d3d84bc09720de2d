package io.github.argusglue.plugin.generic.mapping;

/** Which of the open alerts a document has. */
public enum Picture {
    /** All: an alert that it lacks is over. */
    COMPLETE,
    /** Some: an alert that it lacks may be open. */
    PARTIAL
}
