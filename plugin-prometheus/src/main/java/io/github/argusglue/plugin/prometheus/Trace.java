package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one member has said about one alert, and what its silence means since. */
final class Trace {
    /** The header {@code Date} is cut to the second, so "now" may be up to this much later than it says. */
    static final Duration DATE_GRAIN = Duration.ofSeconds(1);

    private Sighting last;
    private Instant seenAt;
    private String config;
    private Fate fate = Fate.LISTED;
    private Instant fateAt;

    /** It was seen by an earlier adapter, and not by this one. */
    private boolean restored;

    /** What became of it on this member. */
    enum Fate {
        /** Listed, as far as is known. */
        LISTED,
        /** Gone before its lease ended, which only a resolve can do. */
        RESOLVED,
        /** Gone when its lease had ended: it was not repeated. */
        EXPIRED,
        /** Gone, but argus-glue did not look for a while, in which its lease ended. */
        UNWATCHED,
        /** Gone, but the member was restarted in between. */
        RESTARTED,
        /** Gone, but the member's configuration was changed in between. */
        RECONFIGURED
    }

    Trace(MemberAnswer answer, Sighting sighting) {
        last = sighting;
        seenAt = answer.now();
        fateAt = answer.now();
        config = answer.config();
    }

    /** Goes on with what an earlier adapter has left. */
    Trace(Saved saved) {
        last = saved.last();
        seenAt = saved.seenAt();
        config = saved.config();
        fate = saved.fate();
        fateAt = saved.fateAt();
        restored = true;
    }

    /** What one adapter leaves to the next. */
    record Saved(Sighting last, Instant seenAt, String config, Fate fate, Instant fateAt) {}

    Saved saved() {
        return new Saved(last, seenAt, config, fate, fateAt);
    }

    /** The member lists it. */
    void seen(MemberAnswer answer, Sighting sighting) {
        last = sighting;
        seenAt = answer.now();
        config = answer.config();
        fate = Fate.LISTED;
        restored = false;
    }

    /**
     * The member answered without it.
     *
     * @param configSince when the member's present configuration was first seen
     */
    void missing(MemberAnswer answer, Instant configSince) {
        if (!answer.whole() || fate == Fate.RESOLVED || fate == Fate.EXPIRED) {
            return;
        }
        Instant startedAt = answer.startedAt();
        if (fate == Fate.LISTED && isSameProcess(answer)) {
            if (config.equals(answer.config())) {
                boolean early = answer.now().plus(DATE_GRAIN).isBefore(last.endsAt());
                if (!early && restored) {
                    // Resolved meanwhile, or run out: we were not there to see.
                    become(Fate.UNWATCHED, seenAt);
                } else {
                    become(early ? Fate.RESOLVED : Fate.EXPIRED, answer.now());
                }
            } else {
                become(Fate.RECONFIGURED, configSince);
            }
        } else if (fate == Fate.LISTED) {
            become(Fate.RESTARTED, startedAt == null ? answer.now() : startedAt);
        } else if (startedAt != null && startedAt.isAfter(fateAt)) {
            become(Fate.RESTARTED, startedAt);
        }
    }

    private void become(Fate next, Instant at) {
        fate = next;
        fateAt = at;
    }

    /**
     * Tells whether the process that answers now is the one that listed the alert. Where it does not tell its start, an
     * alert received before then is proof: the list of alerts does not survive a restart.
     */
    private boolean isSameProcess(MemberAnswer answer) {
        @Nullable Instant startedAt = answer.startedAt();
        return startedAt != null
                ? startedAt.isBefore(seenAt)
                : answer.oldestUpdate()
                        .filter(oldest -> oldest.isBefore(seenAt))
                        .isPresent();
    }

    Sighting last() {
        return last;
    }

    Instant seenAt() {
        return seenAt;
    }

    Fate fate() {
        return fate;
    }

    /** Returns when the fate was noticed, or when the restart or change happened. */
    Instant fateAt() {
        return fateAt;
    }
}
