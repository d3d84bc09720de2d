package io.github.argusglue.plugin.generic.message;

import io.github.argusglue.spi.Notice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the documented format.
 *
 * <p>Messages may arrive in any order and several times: what they mean together depends only on the times in them. A
 * time that a message does not have is that of its arrival, and then the order of arrival matters.
 */
public sealed interface Message {

    /** Returns the time of the message, never later than its arrival. */
    Instant at();

    /**
     * Returns the message as JSON in the documented format, with its time, on one line. Read again, it means the same.
     */
    String json();

    /**
     * All alerts that are open at one moment, or some of them.
     *
     * @param complete whether it has all alerts of its scope, so that those that it lacks are over
     * @param scope the part of the source that it is about; null for the whole source
     */
    record Picture(boolean complete, @Nullable String scope, List<OpenAlert> alerts, Instant at, String json)
            implements Message {}

    /** An alert is open, and looks like this. */
    record Open(OpenAlert alert, Instant at, String json) implements Message {}

    /**
     * An alert is over.
     *
     * @param start the occurrence that is over, and all before it; null for all that began until {@code end}
     * @param end when it ended
     * @param reason one line for people; may be empty
     */
    record Close(AlertName name, @Nullable Instant start, Instant end, String reason, Instant at, String json)
            implements Message {}

    /** Something happened that has no end. */
    record Happened(Notice notice, Instant at, String json) implements Message {}

    /** The sender is alive, and says nothing else. */
    record Alive(Instant at, String json) implements Message {}
}
