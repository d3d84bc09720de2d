package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The history of one alert on one member. */
final class MemberHistory {
    /** The header {@code Date} has a resolution of one second, so the real time may be up to this much later. */
    static final Duration DATE_RESOLUTION = Duration.ofSeconds(1);

    private AlertObservation last;
    private Instant seenAt;
    private String config;
    private ListingState listingState = ListingState.LISTED;
    private Instant stateSince;

    /** Whether it was listed for an earlier adapter, but not yet for this one. */
    private boolean restored;

    /** State of the alert on this member. */
    enum ListingState {
        /** Listed. */
        LISTED,
        /** Gone before the end of its lease, which only a resolve can cause. */
        RESOLVED,
        /** Gone after the end of its lease: it was not sent again. */
        EXPIRED,
        /** Gone, but its lease ended while argus-glue did not query the member. */
        UNWATCHED,
        /** Gone after a restart of the member. */
        RESTARTED,
        /** Gone after a change of the member's configuration. */
        RECONFIGURED
    }

    MemberHistory(MemberAnswer answer, AlertObservation observation) {
        last = observation;
        seenAt = answer.now();
        stateSince = answer.now();
        config = answer.config();
    }

    /** Continues with the history that an earlier adapter saved. */
    MemberHistory(SavedHistory saved) {
        last = saved.last();
        seenAt = saved.seenAt();
        config = saved.config();
        listingState = saved.listingState();
        stateSince = saved.stateSince();
        restored = true;
    }

    /** State for the next adapter. */
    record SavedHistory(
            AlertObservation last, Instant seenAt, String config, ListingState listingState, Instant stateSince) {}

    SavedHistory saved() {
        return new SavedHistory(last, seenAt, config, listingState, stateSince);
    }

    /** Records that the member lists the alert. */
    void onListed(MemberAnswer answer, AlertObservation observation) {
        last = observation;
        seenAt = answer.now();
        config = answer.config();
        listingState = ListingState.LISTED;
        restored = false;
    }

    /**
     * Records that the member answered without listing the alert.
     *
     * @param configSince when the member's current configuration was first seen
     */
    void onNotListed(MemberAnswer answer, Instant configSince) {
        if (!answer.complete() || listingState == ListingState.RESOLVED || listingState == ListingState.EXPIRED) {
            return;
        }
        Instant startedAt = answer.startedAt();
        if (listingState == ListingState.LISTED && isSameProcess(answer)) {
            if (config.equals(answer.config())) {
                boolean beforeLeaseEnd = answer.now().plus(DATE_RESOLUTION).isBefore(last.endsAt());
                if (!beforeLeaseEnd && restored) {
                    // Either resolved or expired while argus-glue did not query the member.
                    setState(ListingState.UNWATCHED, seenAt);
                } else {
                    setState(beforeLeaseEnd ? ListingState.RESOLVED : ListingState.EXPIRED, answer.now());
                }
            } else {
                setState(ListingState.RECONFIGURED, configSince);
            }
        } else if (listingState == ListingState.LISTED) {
            setState(ListingState.RESTARTED, startedAt == null ? answer.now() : startedAt);
        } else if (startedAt != null && startedAt.isAfter(stateSince)) {
            setState(ListingState.RESTARTED, startedAt);
        }
    }

    private void setState(ListingState next, Instant at) {
        listingState = next;
        stateSince = at;
    }

    /**
     * Returns whether the process that answers is the one that listed the alert. If it does not report its start time,
     * an alert that was received before that is proof, since the list of alerts does not survive a restart.
     */
    private boolean isSameProcess(MemberAnswer answer) {
        @Nullable Instant startedAt = answer.startedAt();
        return startedAt != null
                ? startedAt.isBefore(seenAt)
                : answer.oldestUpdate()
                        .filter(oldest -> oldest.isBefore(seenAt))
                        .isPresent();
    }

    AlertObservation last() {
        return last;
    }

    Instant seenAt() {
        return seenAt;
    }

    ListingState listingState() {
        return listingState;
    }

    /** Returns when the state was detected, or when the restart or change happened. */
    Instant stateSince() {
        return stateSince;
    }
}
