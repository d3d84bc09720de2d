package io.github.argusglue.spi;

import java.util.Set;

/**
 * Takes what people do in Argus back to the source. The calling rules of {@link SourceAdapter} hold for it too: one
 * call at a time, never while a snapshot is taken, cut after {@code snapshot_timeout}.
 */
@Unstable
public interface FeedbackSink {

    /** Returns the kinds it takes; it is never given another one. Asked after each snapshot, without I/O. */
    Set<Feedback.Kind> accepts();

    /**
     * Carries one action to the source. At least once and in order for one alert, so it must be idempotent: what is as
     * wanted already is left as it is. An alert that the source does not know any more is no failure: there is nothing
     * left to do.
     *
     * @throws SourceException if the source cannot be written; it is tried again later, with growing delays
     * @throws InterruptedException if the core ends the call
     */
    void deliver(Feedback feedback) throws SourceException, InterruptedException;
}
