package io.github.argusglue.core.failover;

/** What this process is for the sources of a primary. */
public enum Role {
    /** It keeps them in step. */
    ACTIVE,
    /** The primary does. */
    STANDBY
}
