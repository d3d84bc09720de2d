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
 * Open incidents of this Zino's cases that it does not list when we begin: either they were closed while nobody looked,
 * or Zino's state was lost. What a person has closed can still be read for hours, and numbers only ever grow; so a case
 * that Zino knows nothing of was lost unless it has one with a higher number.
 */
final class Missing {
    private final Map<AlertId, Gone> waiting = new LinkedHashMap<>();
    private final Set<AlertId> judged = new HashSet<>();

    /**
     * One of them.
     *
     * @param id of its alert
     * @param number of its case
     * @param isAbout tells whether a case with that number is about the same
     */
    record Gone(AlertId id, long number, Predicate<ZinoCase> isAbout, OpenIncident incident) {
        Alert held(String reason) {
            Alert.Builder alert = Alert.builder(id, incident.startedAt())
                    .description(incident.description())
                    .metadata(incident.metadata())
                    .held(reason + ": its state was lost");
            incident.tags().forEach(alert::tag);
            return alert.build();
        }
    }

    /** Takes one to be asked about once. */
    void take(Gone gone) {
        if (!judged.contains(gone.id())) {
            waiting.put(gone.id(), gone);
        }
    }

    /** Returns the numbers to ask Zino about. */
    Set<Long> numbers() {
        return waiting.values().stream().map(Gone::number).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Judges those that Zino has answered about.
     *
     * @param highest number of a case that Zino lists; 0 if it lists none
     * @return the alerts of those that were lost, held
     */
    List<Alert> judge(Attributes read, long highest) {
        List<Alert> lost = new ArrayList<>();
        waiting.values().removeIf(gone -> {
            ZinoCase found = read.found().get(gone.number());
            boolean unknown = read.unknown().contains(gone.number());
            if (found != null && !gone.isAbout().test(found)) {
                lost.add(gone.held("Zino has given the number of case " + gone.number() + " to another case"));
            } else if (unknown && gone.number() > highest) {
                lost.add(gone.held("Zino knows nothing of case " + gone.number() + ", nor of any later one"));
            }
            boolean answered = found != null || unknown;
            if (answered) {
                judged.add(gone.id());
            }
            return answered;
        });
        return lost;
    }
}
