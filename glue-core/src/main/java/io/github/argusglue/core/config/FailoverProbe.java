package io.github.argusglue.core.config;

/** How to check whether a primary is up. */
public enum FailoverProbe {
    /** Read one object. */
    SNMP,
    /** Open a connection and close it. */
    TCP,
    /** Get a page. */
    HTTP
}
