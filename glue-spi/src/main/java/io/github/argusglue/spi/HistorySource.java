package io.github.argusglue.spi;

import java.time.Instant;
import java.util.List;

/**
 * Reads the log that the source keeps about an alert. The core adds each entry to the incident's log in Argus once. It
 * calls this by the rules of {@link SourceAdapter}.
 *
 * <p>The core asks about an alert when a snapshot contains another object for it than the snapshot before. So an
 * adapter returns a new {@link Alert}, even an equal one, when the alert's log has grown, and otherwise the same
 * object.
 */
@Unstable
public interface HistorySource {

    /**
     * Returns the entries at or after {@code since}, oldest first, without the entries that this adapter has written
     * itself (what a {@link FeedbackSink} did is already in Argus). If there are many, the core shows only the newest.
     *
     * @throws SourceException if the source cannot be read
     * @throws InterruptedException if the core ends the call
     */
    List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException;
}
