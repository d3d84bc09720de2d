package io.github.argusglue.core.status;

import io.github.argusglue.core.config.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source does, at one moment.
 *
 * @param source its name
 * @param state what it is doing in one word
 * @param since when that began
 * @param alerts open in the source at the last good snapshot; -1 before the first
 * @param open incidents open in Argus, as far as we know; -1 before the first listing
 * @param openByLevel how many of them have each level, most severe first
 * @param pending actions that wait or are under way
 * @param lastSnapshot when the last good snapshot was taken; null before the first
 * @param snapshotTook how long that took; null before the first
 * @param settled whether the last plan had nothing to do and nothing is under way
 * @param holds what guards made wait, one line each
 * @param quiet alerts that are not shown because a person closed their incident
 * @param unknown open incidents that nobody recognises
 * @param sourceFault what is wrong with the source; null if nothing
 * @param argusFault what is wrong with Argus or the token; null if nothing
 * @param token what is known of the token
 * @param lastTrouble what was wrong last, whether it still is or not; null if nothing ever was
 * @param counts what was done since the start
 * @param vitals what else tells whether all is well
 */
public record SourceStatus(
        String source,
        State state,
        Instant since,
        int alerts,
        int open,
        List<Integer> openByLevel,
        int pending,
        @Nullable Instant lastSnapshot,
        @Nullable Duration snapshotTook,
        boolean settled,
        List<String> holds,
        int quiet,
        int unknown,
        @Nullable String sourceFault,
        @Nullable String argusFault,
        TokenHealth token,
        @Nullable Trouble lastTrouble,
        Counts counts,
        Vitals vitals) {

    /** A source that is asked every second may be late for once. */
    private static final Duration ALWAYS_FRESH = Duration.ofSeconds(10);

    /**
     * Returns what to say of the last good snapshot if the next one is overdue, which is noticed before a call that
     * hangs is cut; null if it is not, or another site keeps the source in step.
     */
    public @Nullable String overdue(Instant now) {
        if (lastSnapshot == null || state == State.STANDBY || vitals.interval().isZero()) {
            return null;
        }
        Duration twice = vitals.interval().multipliedBy(2);
        Duration fresh = twice.compareTo(ALWAYS_FRESH) < 0 ? ALWAYS_FRESH : twice;
        Instant answered = snapshotTook == null ? lastSnapshot : lastSnapshot.plus(snapshotTook);
        Duration age = Duration.between(answered, now);
        return age.compareTo(fresh) <= 0
                ? null
                : "no good snapshot for " + age.toSeconds() + " s, though one is wanted every "
                        + DurationText.format(vitals.interval()) + ": does the source hang?";
    }

    /** Begins a status of which nothing more is known: no snapshot, no listing, no faults, nothing done. */
    public static Builder builder(String source, State state, Instant since) {
        return new Builder(source, state, since);
    }

    /** Begins a status that is like this one but for what is said otherwise. */
    public Builder toBuilder() {
        Builder builder = new Builder(source, state, since);
        builder.alerts = alerts;
        builder.open = open;
        builder.openByLevel = openByLevel;
        builder.pending = pending;
        builder.lastSnapshot = lastSnapshot;
        builder.snapshotTook = snapshotTook;
        builder.settled = settled;
        builder.holds = holds;
        builder.quiet = quiet;
        builder.unknown = unknown;
        builder.sourceFault = sourceFault;
        builder.argusFault = argusFault;
        builder.token = token;
        builder.lastTrouble = lastTrouble;
        builder.counts = counts;
        builder.vitals = vitals;
        return builder;
    }

    /** Tells whether Argus refused the token, and has answered nothing since. */
    public boolean tokenRefused() {
        return token == TokenHealth.REFUSED;
    }

    /** Whether the token can be used. */
    public enum TokenHealth {
        /** As far as is known. */
        GOOD,
        /** Argus refused it, and has answered nothing since. */
        REFUSED,
        /** It belongs to another user of Argus than the source writes as. */
        WRONG_OWNER
    }

    /** What a source is doing. */
    public enum State {
        /** No snapshot so far, and nothing known to be wrong. */
        STARTING,
        /** Kept in step. */
        ACTIVE,
        /** Another site keeps it in step. */
        STANDBY,
        /** The source, its Argus or its token is out of order. */
        FAILING
    }

    /**
     * Something that was wrong.
     *
     * @param at when it was last seen to be
     * @param text what, and what to do about it
     */
    public record Trouble(Instant at, String text) {}

    /**
     * What else tells whether all is well.
     *
     * @param interval between two snapshots; zero if not known
     * @param heartbeat when Argus was told last that the source is alive; null if never
     * @param hanging adapters that were ended and do not come back
     * @param feedbackWaiting things people did that the source is still to be told
     * @param feedbackFault why the first of them was not delivered; null if none has failed
     * @param noticesDropped notices that were too many, since the start
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

    /** A status, part by part; each is named as the component that it sets. */
    public static final class Builder {
        private final String source;
        private State state;
        private Instant since;
        private int alerts = -1;
        private int open = -1;
        private List<Integer> openByLevel = List.of();
        private int pending;
        private @Nullable Instant lastSnapshot;
        private @Nullable Duration snapshotTook;
        private boolean settled;
        private List<String> holds = List.of();
        private int quiet;
        private int unknown;
        private @Nullable String sourceFault;
        private @Nullable String argusFault;
        private TokenHealth token = TokenHealth.GOOD;
        private @Nullable Trouble lastTrouble;
        private Counts counts = Counts.NONE;
        private Vitals vitals = Vitals.NONE;

        private Builder(String source, State state, Instant since) {
            this.source = source;
            this.state = state;
            this.since = since;
        }

        public Builder state(State newer, Instant began) {
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

        public Builder faults(@Nullable String ofSource, @Nullable String ofArgus, TokenHealth ofToken) {
            sourceFault = ofSource;
            argusFault = ofArgus;
            token = ofToken;
            return this;
        }

        public Builder lastTrouble(@Nullable Trouble trouble) {
            lastTrouble = trouble;
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
                    holds,
                    quiet,
                    unknown,
                    sourceFault,
                    argusFault,
                    token,
                    lastTrouble,
                    counts,
                    vitals);
        }
    }
}
