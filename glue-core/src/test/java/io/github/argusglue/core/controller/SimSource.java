package io.github.argusglue.core.controller;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** The monitoring system of a simulation. */
public final class SimSource {
    private static final int KEYS = 9;

    public final List<SimAlert> alerts = new ArrayList<>();
    private final Random random;
    private final InstantSource clock;
    private final boolean startsMove;

    /** Whether flap detection is on: then a closed alert may stay quiet although it has ended meanwhile. */
    private final boolean flaps;

    private final List<Ending> endings = new ArrayList<>();

    /** Alerts in the last snapshot. */
    private final Set<String> reportedOpen = new HashSet<>();

    /** Alerts that were reported as ended, and not as open since. */
    private final Set<String> reportedEnded = new HashSet<>();

    private boolean complete;

    public SimSource(Random random, InstantSource clock, boolean startsMove, boolean flaps) {
        this.random = random;
        this.clock = clock;
        this.startsMove = startsMove;
        this.flaps = flaps;
        for (int i = 0; i < KEYS; i++) {
            alerts.add(new SimAlert((i % 3 == 0 ? "u" : "k") + i, i % 3 == 0));
        }
    }

    public SimAlert alert(String key) {
        return alerts.stream().filter(a -> a.key.equals(key)).findFirst().orElseThrow();
    }

    public void step(Predicate<SimAlert> closed) {
        SimAlert alert = alerts.get(random.nextInt(KEYS));
        if (!alert.open) {
            if (random.nextInt(3) > 0) {
                begin(alert, closed);
            }
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> end(alert);
            case 3 -> alert.level = 1 + random.nextInt(5);
            case 4 -> alert.text = random.nextInt(3);
            case 5 -> alert.held = !alert.held;
            case 6 -> alert.poison = random.nextInt(4) == 0;
            case 7, 8 -> acknowledge(alert);
            default -> {
                if (startsMove) {
                    alert.start = now();
                }
            }
        }
    }

    private void acknowledge(SimAlert alert) {
        switch (random.nextInt(4)) {
            case 0 -> alert.ack = null;
            case 1 -> alert.ack = Acknowledgement.of("kari", now(), "").until(now().plusSeconds(random.nextInt(300)));
            case 2 -> {
                if (alert.ack != null) {
                    alert.ack = alert.ack.until(now().plusSeconds(random.nextInt(10_000)));
                }
            }
            default -> alert.ack = Acknowledgement.of("ola", now(), "a" + random.nextInt(1_000));
        }
    }

    private void begin(SimAlert alert, Predicate<SimAlert> closed) {
        boolean fresh = random.nextInt(4) > 0 && !alert.start.equals(now());
        alert.open = true;
        alert.occurrences++;
        alert.held = false;
        if (fresh || alert.start.equals(Instant.EPOCH)) {
            alert.start = now();
        }
        if (alert.quiet == SimAlert.Quiet.CLEARED) {
            alert.quiet = fresh && !flaps && !alert.unique && !alert.closeOfUnknown && closed.test(alert)
                    ? SimAlert.Quiet.NO
                    : SimAlert.Quiet.MAYBE;
        }
    }

    private void end(SimAlert alert) {
        alert.open = false;
        alert.poison = false;
        alert.ack = null;
        if (alert.quiet == SimAlert.Quiet.YES) {
            alert.quiet = SimAlert.Quiet.MAYBE;
        }
        if (random.nextInt(3) == 0) {
            endings.add(Ending.reported(alert.id(), now(), "over"));
        }
    }

    private Instant now() {
        return clock.instant();
    }

    /** Releases some of the alerts that the source holds. */
    public void releaseHolds() {
        alerts.forEach(alert -> alert.held = alert.held && random.nextBoolean());
    }

    public Snapshot complete() {
        return deliver(Snapshot.complete(open(false)), true);
    }

    public Snapshot partial() {
        return deliver(Snapshot.partial(open(true), "half of it"), false);
    }

    private List<Alert> open(boolean some) {
        List<Alert> open = new ArrayList<>();
        for (SimAlert alert : alerts) {
            if (alert.open && (!some || random.nextBoolean())) {
                open.add(alert.alert());
            }
        }
        return open;
    }

    private Snapshot deliver(Snapshot snapshot, boolean isComplete) {
        List<Ending> reported = List.copyOf(endings);
        endings.clear();
        complete = isComplete;
        reportedOpen.clear();
        snapshot.alerts().forEach(alert -> reportedOpen.add(alert.id().key()));
        alerts.forEach(alert -> alert.isNoise = alert.text == SimAlert.NOISE && reportedOpen.contains(alert.key));
        reported.forEach(ending -> reportedEnded.add(ending.alertId().key()));
        reportedEnded.removeAll(reportedOpen);
        return snapshot.withEndings(reported);
    }

    /**
     * The last snapshot was processed.
     *
     * @param closed whether all incidents of an alert are known to be closed
     */
    public void onProcessed(Predicate<SimAlert> closed, Duration confirmAfter) {
        for (SimAlert alert : alerts) {
            if (reportedOpen.contains(alert.key) || !closed.test(alert)) {
                alert.missedAt = null;
            } else if (complete && alert.missedAt == null) {
                alert.missedAt = now();
            }
            Instant missedAt = complete ? alert.missedAt : null;
            boolean confirmed = missedAt != null && !missedAt.plus(confirmAfter).isAfter(now());
            if (confirmed && alert.quiet == SimAlert.Quiet.MAYBE && !alert.open) {
                alert.quiet = SimAlert.Quiet.CLEARED;
            }
        }
    }

    /** Returns whether an ending of an earlier occurrence of an alert is still to be reported. */
    public boolean hasPendingEnding(AlertId id) {
        return endings.stream().anyMatch(ending -> ending.alertId().key().equals(id.key()));
    }

    /** Returns whether the last snapshot shows that an alert has ended. */
    public boolean reportsEnded(AlertId id) {
        return !reportedOpen.contains(id.key()) && (complete || reportedEnded.contains(id.key()));
    }

    public void forgetDelivered() {
        complete = false;
        reportedOpen.clear();
        reportedEnded.clear();
        alerts.forEach(alert -> alert.missedAt = null);
    }
}
