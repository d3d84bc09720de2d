package io.github.argusglue.core.registry;

import java.time.InstantSource;

/** The event feed of one Argus server, shared by the loops of its sources. */
public final class SharedFeed {
    private final EventFeed feed;

    /** Creates a feed; reads nothing. */
    public SharedFeed(InstantSource clock) {
        this.feed = new EventFeed(clock);
    }

    public EventFeed feed() {
        return feed;
    }
}
