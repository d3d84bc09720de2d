package io.github.argusglue.spi;

import java.util.Set;

/**
 * Applies to the source what people do in Argus. The core calls it by the rules of {@link SourceAdapter}: one call at a
 * time, never while a snapshot is taken, interrupted after {@code snapshot_timeout}.
 */
@Unstable
public interface FeedbackSink {

    /**
     * Returns the kinds of feedback that this sink accepts; it is never given another kind. Called after each snapshot.
     * Does no I/O.
     */
    Set<Feedback.Kind> accepts();

    /**
     * Applies one feedback to the source. Each feedback is delivered at least once, in order for each alert. So this
     * method must be idempotent: it leaves alone what is already in the wanted state. If the source no longer knows the
     * alert, it returns normally, since there is nothing left to do.
     *
     * @throws SourceException if the source cannot be written; the core retries later, with increasing delays
     * @throws InterruptedException if the core ends the call
     */
    void deliver(Feedback feedback) throws SourceException, InterruptedException;
}
