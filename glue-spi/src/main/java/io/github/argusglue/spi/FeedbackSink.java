package io.github.argusglue.spi;

import java.util.Set;

/** Takes what people do in Argus back to the source. The calling rules of {@link SourceAdapter} hold for it too. */
@Unstable
public interface FeedbackSink {

    /** Returns the kinds it takes; it is never given another one. */
    Set<Feedback.Kind> accepts();

    /**
     * Carries one action to the source. At least once and in order for one alert, so it must be idempotent.
     *
     * @throws SourceException if the source cannot be written; it is tried again later
     * @throws InterruptedException if the core ends the call
     */
    void deliver(Feedback feedback) throws SourceException, InterruptedException;
}
