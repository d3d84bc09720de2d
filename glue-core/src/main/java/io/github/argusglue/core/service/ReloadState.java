package io.github.argusglue.core.service;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What became of the last reading of the configuration. Safe for use by any thread. */
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

    /** Returns the last one; the start counts as the first. */
    public Reload last() {
        return last;
    }

    /** Returns when the configuration that is in force was read. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    /**
     * One reading of the configuration.
     *
     * @param at when
     * @param success whether what was read is in force
     * @param faults what is wrong with the file, each with its line; empty if it was a success
     * @param changes what was done
     */
    public record Reload(Instant at, boolean success, List<String> faults, Changes changes) {}

    /**
     * What a reload did.
     *
     * @param started sources that were added to the file
     * @param restarted sources that the file or its Argus server says otherwise
     * @param stopped sources that are no longer in the file; their incidents stay as they are
     * @param untouched number of the others
     * @param needRestart keys whose changes show at the next start only
     */
    public record Changes(
            List<String> started,
            List<String> restarted,
            List<String> stopped,
            int untouched,
            List<String> needRestart) {
        static final Changes NONE = new Changes(List.of(), List.of(), List.of(), 0, List.of());
    }
}
