package io.github.argusglue.core.config;

/** How a primary is asked whether it is there. */
public enum FailoverProbe {
    /** One object is got. */
    SNMP,
    /** A connection is made and closed. */
    TCP,
    /** A page is got. */
    HTTP
}
