package io.github.argusglue.plugin.nagios.alert;

/** What to do with a problem for which the daemon itself would send no notification; the later one is the stronger. */
public enum Policy {
    /** Report it like any other. */
    SHOW,
    /** Do not open an incident because of it, and leave an open one as it is. */
    HOLD,
    /** Treat it as over. */
    DROP
}
