package io.github.argusglue.core.expression;

import java.util.List;

/** The properties of an alert that matchers and templates can read. */
public interface ReadableAlert {
    String key();

    /** Returns the level, 1 (critical) to 5 (information). */
    int level();

    /** Returns the description; empty if there is none. */
    String description();

    /** Returns the link to details; empty if there is none. */
    String detailsUrl();

    /** Returns the values of a tag; none if the alert does not have it. */
    List<String> values(String tagKey);
}
