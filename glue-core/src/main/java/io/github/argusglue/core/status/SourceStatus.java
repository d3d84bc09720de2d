package io.github.argusglue.core.status;

import io.github.argusglue.core.config.DurationText;
import io.github.argusglue.spi.LeftOut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a source at one moment.
 *
 * @param source name of the source
 * @param state what it is doing, in one word
 * @param since when that began
 * @param alerts alerts in the last good snapshot; -1 before the first
 * @param open open incidents in Argus, as far as known; -1 before the first listing
 * @param openByLevel number of open incidents of each level, most severe first
 * @param pending actions that are waiting or in progress
 * @param lastSnapshot when the last good snapshot was taken; null before the first
 * @param snapshotTook how long that took; null before the first
 * @param settled whether the last plan had nothing to do and nothing is in progress
 * @param missing what the last good snapshot lacks; null if nothing
 * @param degraded the parts that do not work of a source that does, one line each; empty if all work or the source
 *     fails
 * @param leftOut problems of the source that have no incident, and why
 * @param holds what guards delay, one line each
 * @param quiet alerts that are not shown because a person closed their incident
 * @param unknown unrecognized open incidents
 * @param notice what a person should look at although the source works; null if nothing
 * @param sourceFault why the source cannot be read; null if it can
 * @param argusFault the problem of Argus or the token; null if none
 * @param token whether the token can be used
 * @param lastProblem the last problem, whether it has been solved or not; null if there never was one
 * @param counts what was done since the start
 * @param vitals other signs of health
 */
public record SourceStatus(
        String source,
        RunState state,
        Instant since,
        int alerts,
        int open,
        List<Integer> openByLevel,
        int pending,
        @Nullable Instant lastSnapshot,
        @Nullable Duration snapshotTook,
        boolean settled,
        @Nullable Missing missing,
        List<String> degraded,
        LeftOut leftOut,
        List<String> holds,
        int quiet,
        int unknown,
        @Nullable String notice,
        @Nullable String sourceFault,
        @Nullable String argusFault,
        TokenHealth token,
        @Nullable LastProblem lastProblem,
        Counts counts,
        Vitals vitals) {

    /** A source that is read every second may be late once. */
    private static final Duration ALWAYS_FRESH = Duration.ofSeconds(10);

    /**
     * Returns a message if the next snapshot is overdue, which shows before a call that hangs is cancelled; null if it
     * is not, or if another site keeps the source in step.
     */
    public @Nullable String overdue(Instant now) {
        if (lastSnapshot == null
                || state == RunState.STANDBY
                || vitals.interval().isZero()) {
            return null;
        }
        Duration twice = vitals.interval().multipliedBy(2);
        Duration fresh = twice.compareTo(ALWAYS_FRESH) < 0 ? ALWAYS_FRESH : twice;
        Instant answered = snapshotTook == null ? lastSnapshot : lastSnapshot.plus(snapshotTook);
        Duration age = Duration.between(answered, now);
        return age.compareTo(fresh) <= 0
                ? null
                : "no good snapshot for " + age.toSeconds() + " s, although one is due every "
                        + DurationText.format(vitals.interval()) + ": does the source hang?";
    }

    /**
     * Returns a builder for a status of which nothing else is known: no snapshot, no listing, no faults, nothing done.
     */
    public static Builder builder(String source, RunState state, Instant since) {
        return new Builder(source, state, since);
    }

    /** Returns a builder that starts with the values of this status. */
    public Builder toBuilder() {
        Builder builder = new Builder(source, state, since);
        builder.alerts = alerts;
        builder.open = open;
        builder.openByLevel = openByLevel;
        builder.pending = pending;
        builder.lastSnapshot = lastSnapshot;
        builder.snapshotTook = snapshotTook;
        builder.settled = settled;
        builder.missing = missing;
        builder.degraded = degraded;
        builder.leftOut = leftOut;
        builder.holds = holds;
        builder.quiet = quiet;
        builder.unknown = unknown;
        builder.notice = notice;
        builder.sourceFault = sourceFault;
        builder.argusFault = argusFault;
        builder.token = token;
        builder.lastProblem = lastProblem;
        builder.counts = counts;
        builder.vitals = vitals;
        return builder;
    }

    /** Returns whether Argus refused the token and has not accepted a request since. */
    public boolean tokenRefused() {
        return token == TokenHealth.REFUSED;
    }

    /** Whether the token can be used. */
    public enum TokenHealth {
        /** It works, as far as known. */
        GOOD,
        /** Argus refused it and has not accepted a request since. */
        REFUSED,
        /** It belongs to a different user of Argus than the source writes as. */
        WRONG_OWNER
    }

    /** What a source is doing. */
    public enum RunState {
        /** No snapshot so far, and no problem is known. */
        STARTING,
        /** Kept in step. */
        ACTIVE,
        /** Kept in step, but a part of the source does not work, such as one of two servers that are read. */
        DEGRADED,
        /** Another site keeps it in step. */
        STANDBY,
        /** The source, its Argus or its token does not work. */
        FAILING
    }

    /**
     * A problem.
     *
     * @param at when it was last seen
     * @param text what is wrong and what to do
     */
    public record LastProblem(Instant at, String text) {}

    /**
     * Other signs of health.
     *
     * @param interval time between two snapshots; zero if not known
     * @param heartbeat when the last heartbeat was sent to Argus; null if never
     * @param hanging adapters that were ended and have not returned
     * @param feedbackWaiting feedback that the source still has to be told
     * @param feedbackFault why the first of it was not delivered; null if none has failed
     * @param noticesDropped number of dropped notices since the start
     */
    public record Vitals(
            Duration interval,
            @Nullable Instant heartbeat,
            int hanging,
            int feedbackWaiting,
            @Nullable String feedbackFault,
            long noticesDropped) {
        /** Nothing is known. */
        public static final Vitals NONE = new Vitals(Duration.ZERO, null, 0, 0, null, 0);
    }

    /**
     * What a snapshot lacks.
     *
     * @param text what and why, one line for people
     * @param scopes the scopes of which alerts may be missing; empty if any alert may be
     */
    public record Missing(String text, List<String> scopes) {}

    /** What was done since the start. */
    public record Counts(long opened, long restarted, long updated, long ended, long failed) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        public Counts plus(Counts other) {
            return new Counts(
                    opened + other.opened,
                    restarted + other.restarted,
                    updated + other.updated,
                    ended + other.ended,
                    failed + other.failed);
        }

        public static Counts openedOne() {
            return new Counts(1, 0, 0, 0, 0);
        }

        public static Counts restartedOne() {
            return new Counts(0, 1, 0, 0, 0);
        }

        public static Counts updatedOne() {
            return new Counts(0, 0, 1, 0, 0);
        }

        public static Counts endedOne() {
            return new Counts(0, 0, 0, 1, 0);
        }

        public static Counts failedOne() {
            return new Counts(0, 0, 0, 0, 1);
        }
    }

    /** Builds a status; each method sets the component of the same name. */
    public static final class Builder {
        private final String source;
        private RunState state;
        private Instant since;
        private int alerts = -1;
        private int open = -1;
        private List<Integer> openByLevel = List.of();
        private int pending;
        private @Nullable Instant lastSnapshot;
        private @Nullable Duration snapshotTook;
        private boolean settled;
        private LeftOut leftOut = LeftOut.nothing();
        private @Nullable Missing missing;
        private List<String> degraded = List.of();
        private List<String> holds = List.of();
        private int quiet;
        private int unknown;
        private @Nullable String notice;
        private @Nullable String sourceFault;
        private @Nullable String argusFault;
        private TokenHealth token = TokenHealth.GOOD;
        private @Nullable LastProblem lastProblem;
        private Counts counts = Counts.NONE;
        private Vitals vitals = Vitals.NONE;

        private Builder(String source, RunState state, Instant since) {
            this.source = source;
            this.state = state;
            this.since = since;
        }

        public Builder state(RunState newer, Instant began) {
            state = newer;
            since = began;
            return this;
        }

        public Builder alerts(int count) {
            alerts = count;
            return this;
        }

        public Builder open(int count, List<Integer> byLevel) {
            open = count;
            openByLevel = byLevel;
            return this;
        }

        public Builder pending(int count) {
            pending = count;
            return this;
        }

        public Builder lastSnapshot(@Nullable Instant taken, @Nullable Duration took) {
            lastSnapshot = taken;
            snapshotTook = took;
            return this;
        }

        public Builder settled(boolean is) {
            settled = is;
            return this;
        }

        public Builder holds(List<String> lines) {
            holds = lines;
            return this;
        }

        public Builder quiet(int count) {
            quiet = count;
            return this;
        }

        public Builder unknown(int count) {
            unknown = count;
            return this;
        }

        public Builder notice(@Nullable String text) {
            notice = text;
            return this;
        }

        public Builder faults(@Nullable String ofSource, @Nullable String ofArgus, TokenHealth ofToken) {
            sourceFault = ofSource;
            argusFault = ofArgus;
            token = ofToken;
            return this;
        }

        public Builder missing(@Nullable Missing lacking) {
            missing = lacking;
            return this;
        }

        public Builder degraded(List<String> lines) {
            degraded = lines;
            return this;
        }

        public Builder leftOut(LeftOut problems) {
            leftOut = problems;
            return this;
        }

        public Builder lastProblem(@Nullable LastProblem trouble) {
            lastProblem = trouble;
            return this;
        }

        public Builder counts(Counts done) {
            counts = done;
            return this;
        }

        public Builder vitals(Vitals known) {
            vitals = known;
            return this;
        }

        public SourceStatus build() {
            return new SourceStatus(
                    source,
                    state,
                    since,
                    alerts,
                    open,
                    openByLevel,
                    pending,
                    lastSnapshot,
                    snapshotTook,
                    settled,
                    missing,
                    degraded,
                    leftOut,
                    holds,
                    quiet,
                    unknown,
                    notice,
                    sourceFault,
                    argusFault,
                    token,
                    lastProblem,
                    counts,
                    vitals);
        }
    }
}
