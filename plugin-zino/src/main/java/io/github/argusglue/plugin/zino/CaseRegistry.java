package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
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
 * The known cases of Zino and their alerts. Does no I/O; used by one thread at a time.
 *
 * <p>A closed case can still be read for hours. So a case that disappears without having been closed was lost: Zino was
 * restored from an older state, or the number now belongs to another case. The alert of a lost case is held, not
 * closed.
 */
final class CaseRegistry {
    /**
     * Zino forgets a closed case after eight hours. A case that was last read longer ago than this may have been closed
     * normally.
     */
    private static final Duration LONGEST_GAP = Duration.ofHours(7);

    private static final int MAX_REPORTED_IDS = 20_000;

    private final CaseFilter filter;
    private final CaseMapper mapper;
    private final CaseDisplayConfig.IncidentIdFormat ids;
    private final Duration holdLost;
    private final String server;
    private final PeerIncidents peers;

    /** Recently reported ids: the state of their incidents is known. */
    private final Set<AlertId> reported = new LinkedHashSet<>();

    /** Cases by subject; null if the index has to be rebuilt. */
    private @Nullable Map<String, KnownCase> caseBySubject;

    private final Map<Long, KnownCase> cases = new TreeMap<>();
    private final Map<AlertId, LostCase> lost = new LinkedHashMap<>();
    private final List<Ending> endings = new ArrayList<>();

    CaseRegistry(SelectionConfig selection, CaseDisplayConfig display, String server) {
        this.filter = new CaseFilter(selection);
        this.mapper = new CaseMapper(display, filter, server);
        this.ids = display.incidentIds();
        this.server = server;
        this.peers = new PeerIncidents(server);
        this.holdLost = selection.holdLost();
    }

    private static final class KnownCase {
        private final AlertId id;
        private ZinoCase zinoCase;
        private Instant lastSeenAt;
        private @Nullable Alert alert;
        private boolean reported;

        /** Why the case has no alert; null if it has one. */
        private CaseFilter.@Nullable CaseDecision leftOut;

        KnownCase(AlertId id, ZinoCase zinoCase, Instant lastSeenAt) {
            this.id = id;
            this.zinoCase = zinoCase;
            this.lastSeenAt = lastSeenAt;
        }
    }

    /**
     * The held alert of a case that Zino has lost.
     *
     * @param since when the loss was detected
     */
    record LostCase(Alert alert, Instant since) {}

    Set<Long> caseNumbers() {
        return Set.copyOf(cases.keySet());
    }

    Optional<ZinoCase> find(long number) {
        return Optional.ofNullable(cases.get(number)).map(known -> known.zinoCase);
    }

    /**
     * Returns the id under which a case is reported. If the opening time of the case was changed, this is still the
     * original id.
     */
    AlertId idOf(ZinoCase zinoCase) {
        KnownCase known = cases.get(zinoCase.number());
        return known != null
                        && known.zinoCase.hasSameSubject(zinoCase)
                        && known.zinoCase.opened().equals(zinoCase.opened())
                ? known.id
                : CaseIds.of(zinoCase);
    }

    /**
     * Returns whether the opening time has changed: either somebody has reset it, or this is a new case with the same
     * number.
     */
    boolean hasNewOpeningTime(ZinoCase zinoCase) {
        KnownCase known = cases.get(zinoCase.number());
        return known != null
                && known.zinoCase.hasSameSubject(zinoCase)
                && !known.zinoCase.opened().equals(zinoCase.opened());
    }

    /**
     * Adds or updates a case that is not closed.
     *
     * @param logGrown whether the log of the case has grown, so that a new alert object is needed
     * @param sameCase whether this is the known case with this number although the opening time differs
     */
    void update(ZinoCase zinoCase, boolean logGrown, boolean sameCase, Instant now) {
        KnownCase known = cases.get(zinoCase.number());
        if (known != null
                && !(known.zinoCase.hasSameSubject(zinoCase)
                        && (sameCase || known.zinoCase.opened().equals(zinoCase.opened())))) {
            markLost(known, "Zino has reused the number of case " + zinoCase.number() + " for another case", now);
            known = null;
        }
        if (known == null) {
            known = new KnownCase(ids.of(zinoCase), zinoCase, now);
            cases.put(zinoCase.number(), known);
            caseBySubject = null;
            known.reported = lost.remove(known.id) != null;
            updateAlert(known, now);
        } else if (logGrown || !known.zinoCase.equals(zinoCase)) {
            known.zinoCase = zinoCase;
            updateAlert(known, now);
        }
        known.lastSeenAt = now;
    }

    private void updateAlert(KnownCase known, Instant now) {
        CaseFilter.CaseDecision decision = filter.decide(known.zinoCase, known.reported);
        known.leftOut = decision.reportAs() == CaseFilter.ReportAs.NONE ? decision : null;
        switch (decision.reportAs()) {
            case OPEN -> {
                known.alert = mapper.alert(known.id, known.zinoCase).build();
                known.reported = true;
                rememberReported(known.id);
            }
            case HELD ->
                known.alert = mapper.alert(known.id, known.zinoCase)
                        .held(decision.reason())
                        .build();
            case NONE -> {
                if (known.reported) {
                    Instant at = decision.equals(CaseFilter.RECOVERED)
                            ? known.zinoCase.time("lasttrans").orElse(now)
                            : now;
                    endings.add(Ending.reported(known.id, at, decision.reason()));
                }
                known.alert = null;
                known.reported = false;
            }
        }
    }

    /** Removes a case that was closed in Zino. */
    void close(ZinoCase zinoCase, String reason, Instant now) {
        KnownCase known = cases.remove(zinoCase.number());
        caseBySubject = null;
        if (known == null) {
            return;
        }
        if (!known.zinoCase.hasSameSubject(zinoCase)) {
            markLost(known, "Zino has reused the number of case " + zinoCase.number() + " for another case", now);
        } else if (known.alert != null) {
            Instant at = zinoCase.time("closed")
                    .orElseGet(() -> zinoCase.time("updated").orElse(now));
            endings.add(Ending.reported(known.id, at, reason));
        }
    }

    /** Removes a case that Zino does not know. */
    void markUnknown(long number, Instant now) {
        KnownCase known = cases.remove(number);
        caseBySubject = null;
        if (known != null && Duration.between(known.lastSeenAt, now).compareTo(LONGEST_GAP) < 0) {
            markLost(known, "Zino no longer has case " + number + ", although nobody closed it", now);
        }
    }

    private void rememberReported(AlertId id) {
        if (reported.add(id) && reported.size() > MAX_REPORTED_IDS) {
            reported.remove(reported.iterator().next());
        }
    }

    private void markLost(KnownCase known, String reason, Instant now) {
        cases.remove(known.zinoCase.number());
        caseBySubject = null;
        if (known.reported) {
            Alert held = mapper.alert(known.id, known.zinoCase)
                    .held(reason + "; Zino has lost its state")
                    .build();
            holdLost(held, now);
        }
    }

    /** Adds the held alert of a case that Zino has lost. */
    void holdLost(Alert held, Instant now) {
        lost.putIfAbsent(held.id(), new LostCase(held, now));
    }

    int lostCaseCount() {
        return lost.size();
    }

    /** Returns the alerts of lost cases by id. */
    Map<AlertId, LostCase> lostCases() {
        return lost;
    }

    /** Restores the lost cases that an earlier adapter saved. */
    void restore(Map<AlertId, LostCase> lostCases) {
        lost.putAll(lostCases);
    }

    /** Returns all alerts, and the endings since the last call. */
    Snapshot snapshot(Collection<Long> unreadable, Instant now) {
        lost.values()
                .removeIf(lostCase -> Duration.between(lostCase.since(), now).compareTo(holdLost) >= 0);
        List<Alert> alerts = new ArrayList<>(cases.size() + lost.size());
        LeftOut.Builder leftOut = LeftOut.builder();
        for (KnownCase known : cases.values()) {
            Alert alert = known.alert;
            CaseFilter.CaseDecision decision = known.leftOut;
            if (alert != null) {
                alerts.add(alert);
            } else if (decision != null) {
                leftOut.add(
                        decision.word(),
                        known.id.key(),
                        () -> mapper.description(known.zinoCase) + ": " + decision.reason());
            }
        }
        lost.values().forEach(lostCase -> alerts.add(lostCase.alert()));
        alerts.addAll(peers.alerts(casesBySubject().keySet(), now));
        Snapshot snapshot = unreadable.isEmpty()
                ? Snapshot.complete(alerts)
                : Snapshot.partial(alerts, "Zino cannot show cases " + unreadable);
        List<Ending> ended = List.copyOf(endings);
        endings.clear();
        return snapshot.withEndings(ended).withLeftOut(leftOut.build());
    }

    private Map<String, KnownCase> casesBySubject() {
        Map<String, KnownCase> subjects = caseBySubject;
        if (subjects == null) {
            subjects = new HashMap<>();
            for (KnownCase known : cases.values()) {
                subjects.put(PeerIncident.subject(known.zinoCase), known);
            }
            caseBySubject = subjects;
        }
        return subjects;
    }

    /**
     * Returns the alert with the same subject as an incident of another Zino, or of a case that this Zino has lost. If
     * there is none, an incident of another Zino is held for some time.
     */
    Optional<AlertId> findMatch(PeerIncident peer, Instant now) {
        KnownCase known = casesBySubject().get(peer.subject());
        if (known == null) {
            peers.hold(peer, now);
            return Optional.empty();
        }
        return hasEnded(peer, known) ? Optional.empty() : Optional.of(known.id);
    }

    /**
     * Returns whether the case of an incident was closed before another one with the same subject was opened, so that
     * the new case needs a new incident. This is so if this adapter has reported the incident's alert itself. It is
     * also so if a later case of the same Zino has the subject: numbers only grow, and a Zino has at most one case that
     * is not closed for each subject.
     */
    private boolean hasEnded(PeerIncident peer, KnownCase now) {
        if (now.id.equals(peer.id())) {
            return false;
        }
        boolean later = peer.server().equals(server)
                && CaseIds.number(peer.id()).orElse(Long.MAX_VALUE) < now.zinoCase.number();
        return later || reported.contains(peer.id());
    }

    /** Returns whether an alert was reported recently, so that its state is known. */
    boolean hasReported(AlertId id) {
        return reported.contains(id);
    }

    /** Returns whether an incident of zino-argus-glue can belong to a case. */
    boolean isAbout(LegacyIncident incident, ZinoCase zinoCase) {
        return incident.isAbout(zinoCase, mapper.host(zinoCase));
    }

    /** Returns the alert of an incident of zino-argus-glue; empty if no known case matches. */
    Optional<AlertId> findMatch(LegacyIncident incident) {
        KnownCase known = cases.get(incident.number());
        return known != null && isAbout(incident, known.zinoCase) ? Optional.of(known.id) : Optional.empty();
    }
}
