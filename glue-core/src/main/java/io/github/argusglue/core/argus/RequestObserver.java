package io.github.argusglue.core.argus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is notified when a request to an Argus server has ended. Thread-safe; must return at once. */
@FunctionalInterface
public interface RequestObserver {
    /** Ignores all notifications. */
    RequestObserver NONE = (failure, took) -> {};

    /**
     * A request has ended.
     *
     * @param failure kind of the failure; null if the request succeeded
     * @param took from the start of the request to the end of its answer
     */
    void requestEnded(ArgusException.@Nullable Kind failure, Duration took);

    /**
     * An answer tells the time of the server.
     *
     * @param ahead how much our clock is ahead of it; negative if it is behind
     */
    default void clock(Duration ahead) {}
}
