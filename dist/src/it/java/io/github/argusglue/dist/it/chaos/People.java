package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.dist.it.ArgusAdmin;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People who close, reopen, acknowledge, tag and ticket incidents over Argus's API. They only do what has exactly one
 * correct result whatever happens next: for example, nobody reopens an incident that argus-glue may still have to end.
 */
final class People {
    /** A new alert may be opened at this moment. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final int MOST_REOPENED = 5;

    private final ArgusAdmin admin;
    private final Random random;
    private final Set<String> frozen = new HashSet<>();
    private final Set<String> reopened = new HashSet<>();
    private final List<SetMark> marks = new ArrayList<>();
    private Instant calm = Instant.now();
    private int done;

    /** What people may do with the incidents of a source. */
    enum Reach {
        NOTHING,
        /** Everything but to reopen: what then is correct would depend on the source. */
        WITHOUT_REOPENING,
        WITH_REOPENING,
        /** As without reopening; a close in Argus also closes it in the source. */
        INTO_THE_SOURCE
    }

    /** Something that a person added to an incident, which must be preserved. */
    private record SetMark(long pk, String tag, String ticket, Instant at) {}

    People(ArgusAdmin admin, Random random) {
        this.admin = admin;
        this.random = random;
    }

    /**
     * Returns alerts that must not change before the next quiet phase, because the correct result would depend on
     * timing.
     */
    synchronized boolean isFrozen(String key) {
        return frozen.contains(key);
    }

    /**
     * Records that an alert fires again; an incident that a person had reopened belongs to the alert again once that
     * was seen.
     */
    synchronized void fires(String key) {
        if (reopened.remove(key)) {
            frozen.add(key);
        }
    }

    /** Records that everything is correct. */
    synchronized void calm(Instant now) {
        frozen.clear();
        calm = now;
    }

    /** Forgets changes after a time: Argus's database was restored to it. */
    synchronized void forgetAfter(Instant moment) {
        marks.removeIf(mark -> mark.at.isAfter(moment));
        reopened.clear();
    }

    synchronized int done() {
        return done;
    }

    /**
     * Makes a person do something to one of the incidents, if possible.
     *
     * @param reach what people may do
     */
    void act(List<IncidentRecord> incidents, Map<String, Burning> truth, Reach reach) {
        IncidentRecord incident = incidents.get(random.nextInt(incidents.size()));
        Burning burning = truth.get(incident.key());
        int choice = random.nextInt(10);
        if (burning == null || !isNewest(incident, incidents) || isFrozen(incident.key())) {
            return;
        }
        try {
            if (choice < 3) {
                close(incident, burning);
            } else if (choice < 6 && reach == Reach.WITH_REOPENING) {
                reopen(incident, burning);
            } else if (incident.isOpen()) {
                mark(incident, choice);
            }
        } catch (AssertionError | UncheckedIOException e) {
            // Argus was down or rejected it. If it was done all the same, the log shows it.
        }
    }

    /** Returns what people had set on incidents and is lost. */
    synchronized List<Violation> lost(List<IncidentRecord> incidents, Instant now) {
        Map<Long, IncidentRecord> byPk =
                incidents.stream().collect(Collectors.toMap(IncidentRecord::pk, record -> record));
        List<Violation> lost = new ArrayList<>();
        for (SetMark mark : List.copyOf(marks)) {
            IncidentRecord record = byPk.get(mark.pk);
            if (record == null) {
                continue;
            }
            if (!mark.tag.isEmpty() && !record.tags().contains(mark.tag)) {
                lost.add(new Violation(record.key(), now, "incident " + mark.pk + ": tag '" + mark.tag + "' is gone"));
                marks.remove(mark);
            }
            if (!mark.ticket.isEmpty() && !record.ticket().equals(mark.ticket)) {
                lost.add(new Violation(record.key(), now, "incident " + mark.pk + ": a ticket is gone"));
                marks.remove(mark);
            }
        }
        return lost;
    }

    private void close(IncidentRecord incident, Burning burning) {
        boolean settled = burning.allOf(Instant.now().minus(SETTLED), Instant.now());
        if (incident.isOpen() && (settled || isHeld(incident))) {
            count();
            admin.close(incident.pk());
        }
    }

    private void reopen(IncidentRecord incident, Burning burning) {
        boolean closedByUs = !incident.isOpen() && endedBefore(burning, calmAt());
        boolean closedByAPerson = burning.since().isPresent()
                && incident.lastSaidByAPerson()
                        .filter(entry -> entry.is("CLO") && burning.allOf(entry.at(), Instant.now()))
                        .isPresent();
        if (incident.isOpen() || !(closedByUs || closedByAPerson)) {
            return;
        }
        if (closedByUs && !freeze(incident.key())) {
            return;
        }
        count();
        admin.reopen(incident.pk());
    }

    private void mark(IncidentRecord incident, int choice) {
        count();
        if (choice == 6) {
            admin.acknowledge(incident.pk());
        } else if (choice == 7) {
            String ticket = "https://tickets.example.org/" + random.nextInt(1_000_000);
            admin.setTicket(incident.pk(), ticket);
            synchronized (this) {
                marks.removeIf(mark -> mark.pk == incident.pk() && !mark.ticket.isEmpty());
                marks.add(new SetMark(incident.pk(), "", ticket, Instant.now()));
            }
        } else {
            String tag = "customer=c" + random.nextInt(1_000_000);
            admin.tag(incident.pk(), tag);
            synchronized (this) {
                marks.add(new SetMark(incident.pk(), tag, "", Instant.now()));
            }
        }
    }

    private synchronized boolean freeze(String key) {
        if (reopened.size() >= MOST_REOPENED && !reopened.contains(key)) {
            return false;
        }
        frozen.add(key);
        reopened.add(key);
        return true;
    }

    private synchronized boolean isHeld(IncidentRecord incident) {
        return reopened.contains(incident.key());
    }

    private synchronized Instant calmAt() {
        return calm;
    }

    private synchronized void count() {
        done++;
    }

    private static boolean endedBefore(Burning burning, Instant moment) {
        Optional<Instant> end = burning.lastEnd();
        return !burning.isNow() && end.isPresent() && end.get().isBefore(moment);
    }

    private static boolean isNewest(IncidentRecord incident, List<IncidentRecord> all) {
        return all.stream().noneMatch(other -> other.key().equals(incident.key()) && other.pk() > incident.pk());
    }
}
