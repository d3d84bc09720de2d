package io.github.argusglue.core.failover;

/** The role of this process for the sources of a primary. */
public enum Role {
    /** This process keeps them in step. */
    ACTIVE,
    /** The primary keeps them in step. */
    STANDBY
}
