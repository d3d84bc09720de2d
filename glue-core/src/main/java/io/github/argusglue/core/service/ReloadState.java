package io.github.argusglue.core.service;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The result of the last reload. Thread-safe. */
public final class ReloadState {
    private volatile Reload last;
    private volatile Instant lastSuccess;

    @Inject
    ReloadState(Clock clock) {
        lastSuccess = clock.instant();
        last = new Reload(lastSuccess, true, List.of(), Changes.NONE);
    }

    void note(Reload reload) {
        if (reload.success()) {
            lastSuccess = reload.at();
        }
        last = reload;
    }

    /** Returns the last reload; the start counts as the first. */
    public Reload last() {
        return last;
    }

    /** Returns when the configuration that is in force was read. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    /**
     * One reload of the configuration.
     *
     * @param at when
     * @param success whether the configuration is now in force
     * @param faults faults of the file, each with its line; empty on success
     * @param changes what was done
     */
    public record Reload(Instant at, boolean success, List<String> faults, Changes changes) {}

    /**
     * What a reload did.
     *
     * @param started sources that were added to the file
     * @param restarted sources whose configuration, plugin, or Argus server's configuration changed
     * @param stopped sources that were removed from the file; their incidents stay as they are
     * @param untouched number of other sources
     * @param plugins one line for each plugin that was added, replaced or removed
     * @param needRestart keys whose changes need a restart of argus-glue
     */
    public record Changes(
            List<String> started,
            List<String> restarted,
            List<String> stopped,
            int untouched,
            List<String> plugins,
            List<String> needRestart) {
        static final Changes NONE = new Changes(List.of(), List.of(), List.of(), 0, List.of(), List.of());
    }
}
