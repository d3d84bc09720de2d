package io.github.argusglue.core.source;

import java.time.InstantSource;

/** The event feed of one Argus server, shared by the loops of its sources. */
public final class SharedFeed {
    private final Feed feed;

    /** Makes one; reads nothing. */
    public SharedFeed(InstantSource clock) {
        this.feed = new Feed(clock);
    }

    Feed feed() {
        return feed;
    }
}
