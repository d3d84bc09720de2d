package io.github.argusglue.core.config;

/** What to do when a person has closed an incident in Argus whose alert goes on in the source. */
public enum OnPersonClose {
    /** Nothing until the alert has ended and comes back. */
    RESPECT,
    /** Open it again. */
    REOPEN
}
