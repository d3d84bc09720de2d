package io.github.argusglue.core.argus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told of every request to an Argus server when it is over. Any thread; must return at once. */
@FunctionalInterface
public interface RequestObserver {
    /** Looks away. */
    RequestObserver NONE = (failure, took) -> {};

    /**
     * A request is over.
     *
     * @param failure how it failed; null if it did not
     * @param took from its begin to the end of its answer
     */
    void requestEnded(ArgusException.@Nullable Kind failure, Duration took);
}
