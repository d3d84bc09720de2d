package io.github.argusglue.core.config;

/** What to do when a person closed an incident in Argus but the alert continues in the source. */
public enum OnPersonClose {
    /** Leave it closed until the alert has ended and starts again. */
    RESPECT,
    /** Reopen it. */
    REOPEN
}
