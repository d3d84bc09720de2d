package io.github.argusglue.spi;

import java.time.Instant;
import java.util.List;

/**
 * Reads the log that a source keeps about an alert; its lines are shown in the incident's log in Argus, each once. The
 * calling rules of {@link SourceAdapter} hold for it too.
 *
 * <p>It is asked about an alert when a snapshot holds another object for it than the one before: an adapter whose log
 * has grown hands back a new {@link Alert}, even an equal one, and otherwise the same.
 */
@Unstable
public interface HistorySource {

    /**
     * Returns the entries at or after {@code since}, oldest first, without those that this adapter has written itself
     * (what a {@link FeedbackSink} did is in Argus already). Of many, the core shows the newest only.
     *
     * @throws SourceException if the source cannot be read
     * @throws InterruptedException if the core ends the call
     */
    List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException;
}
