package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cases that Zino has as far as we know, and the alerts they are. Does no I/O; owned by one thread at a time.
 *
 * <p>A case that was closed can still be read for hours, so one that is merely gone was lost: Zino was restored from an
 * older state, or its number now stands for another case. Its alert is held, not closed.
 */
final class CaseBook {
    /** Zino forgets a closed case after eight hours. Seen longer ago than this, it may have been closed properly. */
    private static final Duration REMEMBERED = Duration.ofHours(7);

    private final CaseFilter filter;
    private final CaseMapper mapper;
    private final Presentation.IncidentIds ids;
    private final Duration holdLost;
    private final String server;
    private final Siblings siblings;

    /** Ids that were reported lately: what became of their incidents is known. */
    private final Set<AlertId> reported = new LinkedHashSet<>();

    /** Cases by what they are about; null if that has to be found out anew. */
    private @Nullable Map<String, Known> bySubject;

    private final Map<Long, Known> cases = new TreeMap<>();
    private final Map<AlertId, Lost> lost = new LinkedHashMap<>();
    private final List<Ending> endings = new ArrayList<>();

    CaseBook(Selection selection, Presentation presentation, String server) {
        this.filter = new CaseFilter(selection);
        this.mapper = new CaseMapper(presentation, filter, server);
        this.ids = presentation.incidentIds();
        this.server = server;
        this.siblings = new Siblings(server);
        this.holdLost = selection.holdLost();
    }

    private static final int REMEMBERED_IDS = 20_000;

    private static final class Known {
        private final AlertId id;
        private ZinoCase seen;
        private Instant seenAt;
        private @Nullable Alert alert;
        private boolean reported;

        Known(AlertId id, ZinoCase seen, Instant seenAt) {
            this.id = id;
            this.seen = seen;
            this.seenAt = seenAt;
        }
    }

    /**
     * An alert, held, whose case Zino has lost.
     *
     * @param since when that was noticed
     */
    record Lost(Alert alert, Instant since) {}

    Set<Long> numbers() {
        return Set.copyOf(cases.keySet());
    }

    Optional<ZinoCase> get(long number) {
        return Optional.ofNullable(cases.get(number)).map(known -> known.seen);
    }

    /** Returns the name under which a case is reported; another than its own if its time of opening was changed. */
    AlertId idOf(ZinoCase seen) {
        Known known = cases.get(seen.number());
        return known != null
                        && known.seen.isAboutTheSameAs(seen)
                        && known.seen.opened().equals(seen.opened())
                ? known.id
                : CaseIds.of(seen);
    }

    /** Tells whether this is either a case whose time of opening somebody has reset, or another one with its number. */
    boolean isOpenedAnew(ZinoCase seen) {
        Known known = cases.get(seen.number());
        return known != null
                && known.seen.isAboutTheSameAs(seen)
                && !known.seen.opened().equals(seen.opened());
    }

    /**
     * Takes a case that is not closed.
     *
     * @param linesGrown whether its log has grown, so that a new object is wanted for it
     * @param sameCase whether it is the one that we know by this number although it was opened at another time
     */
    void take(ZinoCase seen, boolean linesGrown, boolean sameCase, Instant now) {
        Known known = cases.get(seen.number());
        if (known != null
                && !(known.seen.isAboutTheSameAs(seen)
                        && (sameCase || known.seen.opened().equals(seen.opened())))) {
            lose(known, "Zino has given the number of case " + seen.number() + " to another case", now);
            known = null;
        }
        if (known == null) {
            known = new Known(ids.of(seen), seen, now);
            cases.put(seen.number(), known);
            bySubject = null;
            known.reported = lost.remove(known.id) != null;
            judge(known, now);
        } else if (linesGrown || !known.seen.equals(seen)) {
            known.seen = seen;
            judge(known, now);
        }
        known.seenAt = now;
    }

    private void judge(Known known, Instant now) {
        CaseFilter.Verdict verdict = filter.judge(known.seen, known.reported);
        switch (verdict.fate()) {
            case OPEN -> {
                known.alert = mapper.alert(known.id, known.seen).build();
                known.reported = true;
                remember(known.id);
            }
            case HELD ->
                known.alert = mapper.alert(known.id, known.seen)
                        .held(verdict.reason())
                        .build();
            case NONE -> {
                if (known.reported) {
                    Instant at = verdict.equals(CaseFilter.RECOVERED)
                            ? known.seen.time("lasttrans").orElse(now)
                            : now;
                    endings.add(Ending.reported(known.id, at, verdict.reason()));
                }
                known.alert = null;
                known.reported = false;
            }
        }
    }

    /** Takes a case that was closed in Zino. */
    void close(ZinoCase seen, String reason, Instant now) {
        Known known = cases.remove(seen.number());
        bySubject = null;
        if (known == null) {
            return;
        }
        if (!known.seen.isAboutTheSameAs(seen)) {
            lose(known, "Zino has given the number of case " + seen.number() + " to another case", now);
        } else if (known.alert != null) {
            Instant at =
                    seen.time("closed").orElseGet(() -> seen.time("updated").orElse(now));
            endings.add(Ending.reported(known.id, at, reason));
        }
    }

    /** Takes that Zino knows nothing of a number. */
    void vanish(long number, Instant now) {
        Known known = cases.remove(number);
        bySubject = null;
        if (known != null && Duration.between(known.seenAt, now).compareTo(REMEMBERED) < 0) {
            lose(known, "Zino knows nothing of case " + number + " any more, though nobody closed it", now);
        }
    }

    private void remember(AlertId id) {
        if (reported.add(id) && reported.size() > REMEMBERED_IDS) {
            reported.remove(reported.iterator().next());
        }
    }

    private void lose(Known known, String reason, Instant now) {
        cases.remove(known.seen.number());
        bySubject = null;
        if (known.reported) {
            Alert held = mapper.alert(known.id, known.seen)
                    .held(reason + ": its state was lost")
                    .build();
            lose(held, now);
        }
    }

    /** Takes an alert, held, whose case Zino has lost. */
    void lose(Alert held, Instant now) {
        lost.putIfAbsent(held.id(), new Lost(held, now));
    }

    int lostCases() {
        return lost.size();
    }

    /** Returns the alerts whose cases Zino has lost. */
    Map<AlertId, Lost> losses() {
        return lost;
    }

    /** Takes what an earlier adapter has left. */
    void restore(Map<AlertId, Lost> losses) {
        lost.putAll(losses);
    }

    /** Returns all alerts, and what has ended since the last call. */
    Snapshot snapshot(Collection<Long> unreadable, Instant now) {
        lost.values().removeIf(gone -> Duration.between(gone.since(), now).compareTo(holdLost) >= 0);
        List<Alert> alerts = new ArrayList<>(cases.size() + lost.size());
        for (Known known : cases.values()) {
            Alert alert = known.alert;
            if (alert != null) {
                alerts.add(alert);
            }
        }
        lost.values().forEach(gone -> alerts.add(gone.alert()));
        alerts.addAll(siblings.alerts(subjects().keySet(), now));
        Snapshot snapshot = unreadable.isEmpty()
                ? Snapshot.complete(alerts)
                : Snapshot.partial(alerts, "Zino fails to show its cases " + unreadable);
        List<Ending> ended = List.copyOf(endings);
        endings.clear();
        return snapshot.withEndings(ended);
    }

    private Map<String, Known> subjects() {
        Map<String, Known> subjects = bySubject;
        if (subjects == null) {
            subjects = new HashMap<>();
            for (Known known : cases.values()) {
                subjects.put(Sibling.subject(known.seen), known);
            }
            bySubject = subjects;
        }
        return subjects;
    }

    /**
     * Returns the case that is about the same as another Zino's, or as one that this Zino has lost; if there is none,
     * that incident is held for a while where it makes sense.
     */
    Optional<AlertId> recognise(Sibling sibling, Instant now) {
        Known known = subjects().get(sibling.subject());
        if (known == null) {
            siblings.hold(sibling, now);
            return Optional.empty();
        }
        return isOver(sibling, known) ? Optional.empty() : Optional.of(known.id);
    }

    /**
     * Tells whether the case that an incident was made of was closed before another one about the same was opened,
     * which begins anew. It was if we have reported it ourselves. It was, too, if a later case of this Zino is about
     * the same: numbers only ever grow, and of one Zino at most one case that is not closed is about one thing.
     */
    private boolean isOver(Sibling sibling, Known now) {
        if (now.id.equals(sibling.id())) {
            return false;
        }
        boolean later = sibling.server().equals(server)
                && CaseIds.number(sibling.id()).orElse(Long.MAX_VALUE) < now.seen.number();
        return later || reported.contains(sibling.id());
    }

    /** Tells whether an alert was reported lately: what becomes of it is known here. */
    boolean hasReported(AlertId id) {
        return reported.contains(id);
    }

    /** Tells whether another glue service's incident can be about a case. */
    boolean isAbout(Predecessor incident, ZinoCase seen) {
        return incident.isAbout(seen, mapper.host(seen));
    }

    /** Returns the case with a number if another glue service's incident can be about it. */
    Optional<AlertId> recognise(Predecessor incident) {
        Known known = cases.get(incident.number());
        return known != null && isAbout(incident, known.seen) ? Optional.of(known.id) : Optional.empty();
    }
}
