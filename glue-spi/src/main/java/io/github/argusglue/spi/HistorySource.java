package io.github.argusglue.spi;

import java.time.Instant;
import java.util.List;

/** Reads the log that a source keeps about an alert. The calling rules of {@link SourceAdapter} hold for it too. */
@Unstable
public interface HistorySource {

    /**
     * Returns the entries at or after {@code since}, oldest first.
     *
     * @throws SourceException if the source cannot be read
     * @throws InterruptedException if the core ends the call
     */
    List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException;
}
