package io.github.argusglue.core.status;

import io.github.argusglue.core.argus.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What a source has open in Argus.
 *
 * @param total how many there are; -1 while nobody knows
 * @param first the most severe of them, the newest first where they are equal
 */
public record OpenIncidents(int total, List<Incident> first) {
    private static final Comparator<Incident> WORST_FIRST = Comparator.comparingInt(Incident::level)
            .thenComparing(Incident::startTime, Comparator.reverseOrder())
            .thenComparing(Incident::pk, Comparator.reverseOrder());

    public static final OpenIncidents UNKNOWN = new OpenIncidents(-1, List.of());

    /** Chooses without sorting them all: there may be a hundred thousand. */
    public static OpenIncidents of(Iterator<Incident> all, int total, int most) {
        PriorityQueue<Incident> chosen = new PriorityQueue<>(WORST_FIRST.reversed());
        while (all.hasNext()) {
            Incident incident = all.next();
            if (chosen.size() < most) {
                chosen.add(incident);
            } else if (most > 0 && WORST_FIRST.compare(incident, chosen.element()) < 0) {
                chosen.remove();
                chosen.add(incident);
            }
        }
        List<Incident> first = new ArrayList<>(chosen);
        first.sort(WORST_FIRST);
        return new OpenIncidents(total, List.copyOf(first));
    }
}
