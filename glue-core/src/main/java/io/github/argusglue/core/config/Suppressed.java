package io.github.argusglue.core.config;

/** What to do with alerts that are suppressed in the source: in maintenance, in a downtime, silenced, inhibited. */
public enum Suppressed {
    /** Opened like other alerts, with a tag. */
    SHOW,
    /** Not opened while it lasts; an open incident is left as it is. */
    HOLD,
    /** Not opened; an open incident is ended. */
    DROP
}
