package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks open incidents whose cases Zino does not list at the start of the adapter. Such a case was either closed while
 * argus-glue was not running, or lost with Zino's state. A closed case can still be read for hours, and numbers only
 * grow. So a case that Zino does not know was lost, unless Zino has a case with a higher number.
 */
final class LostCaseDetector {
    private final Map<AlertId, UnlistedIncident> pending = new LinkedHashMap<>();
    private final Set<AlertId> checked = new HashSet<>();

    /**
     * An incident whose case may be lost.
     *
     * @param id id of its alert
     * @param number number of its case
     * @param matches returns whether a case with that number has the same subject
     */
    record UnlistedIncident(AlertId id, long number, Predicate<ZinoCase> matches, OpenIncident openIncident) {
        Alert held(String reason) {
            Alert.Builder alert = Alert.builder(id, openIncident.startedAt())
                    .description(openIncident.description())
                    .metadata(openIncident.metadata())
                    .held(reason + "; Zino has lost its state");
            openIncident.tags().forEach(alert::tag);
            return alert.build();
        }
    }

    /** Adds an incident. Each one is checked only once. */
    void add(UnlistedIncident incident) {
        if (!checked.contains(incident.id())) {
            pending.put(incident.id(), incident);
        }
    }

    /** Returns the numbers of the cases to read. */
    Set<Long> caseNumbers() {
        return pending.values().stream().map(UnlistedIncident::number).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Checks the incidents whose cases Zino has answered about.
     *
     * @param highest highest number of a case that Zino lists; 0 if it lists none
     * @return the held alerts of the lost cases
     */
    List<Alert> detect(CaseReadResult read, long highest) {
        List<Alert> lost = new ArrayList<>();
        pending.values().removeIf(incident -> {
            ZinoCase found = read.found().get(incident.number());
            boolean unknown = read.unknown().contains(incident.number());
            if (found != null && !incident.matches().test(found)) {
                lost.add(
                        incident.held("Zino has reused the number of case " + incident.number() + " for another case"));
            } else if (unknown && incident.number() > highest) {
                lost.add(incident.held("Zino has neither case " + incident.number() + " nor any later case"));
            }
            boolean answered = found != null || unknown;
            if (answered) {
                checked.add(incident.id());
            }
            return answered;
        });
        return lost;
    }
}
