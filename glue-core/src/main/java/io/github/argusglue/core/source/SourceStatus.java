package io.github.argusglue.core.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source does, at one moment.
 *
 * @param source its name
 * @param alerts open in the source at the last good snapshot; -1 before the first
 * @param open incidents open in Argus, as far as we know; -1 before the first listing
 * @param pending actions that wait or are under way
 * @param lastSnapshot when the last good snapshot was taken; null before the first
 * @param settled whether the last plan had nothing to do and nothing is under way
 * @param holds what guards made wait, one line each
 * @param quiet alerts that are not shown because a person closed their incident
 * @param unknown open incidents that nobody recognises
 * @param sourceFault what is wrong with the source; null if nothing
 * @param argusFault what is wrong with Argus or the token; null if nothing
 * @param counts what was done since the start
 */
public record SourceStatus(
        String source,
        int alerts,
        int open,
        int pending,
        @Nullable Instant lastSnapshot,
        boolean settled,
        List<String> holds,
        int quiet,
        int unknown,
        @Nullable String sourceFault,
        @Nullable String argusFault,
        Counts counts) {

    /** What was done since the start. */
    public record Counts(long opened, long restarted, long updated, long ended, long failed) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    opened + other.opened,
                    restarted + other.restarted,
                    updated + other.updated,
                    ended + other.ended,
                    failed + other.failed);
        }

        static Counts openedOne() {
            return new Counts(1, 0, 0, 0, 0);
        }

        static Counts restartedOne() {
            return new Counts(0, 1, 0, 0, 0);
        }

        static Counts updatedOne() {
            return new Counts(0, 0, 1, 0, 0);
        }

        static Counts endedOne() {
            return new Counts(0, 0, 0, 1, 0);
        }

        static Counts failedOne() {
            return new Counts(0, 0, 0, 0, 1);
        }
    }
}
