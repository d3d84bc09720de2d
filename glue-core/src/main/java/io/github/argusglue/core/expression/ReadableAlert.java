package io.github.argusglue.core.expression;

import java.util.List;

/** What a text can read of an alert. */
public interface ReadableAlert {
    String key();

    /** Returns the level, 1 (critical) to 5 (information). */
    int level();

    /** Returns the description; empty if there is none. */
    String description();

    /** Returns the address of a page about it; empty if there is none. */
    String detailsUrl();

    /** Returns the values of a tag, none if it is not there. */
    List<String> values(String tagKey);
}
