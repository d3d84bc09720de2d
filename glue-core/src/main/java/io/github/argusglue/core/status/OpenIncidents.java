package io.github.argusglue.core.status;

import io.github.argusglue.core.argus.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The open incidents of a source in Argus.
 *
 * @param total their number; -1 if it is not known
 * @param first the most severe ones, newest first among equals
 */
public record OpenIncidents(int total, List<Incident> first) {
    private static final Comparator<Incident> WORST_FIRST = Comparator.comparingInt(Incident::level)
            .thenComparing(Incident::startTime, Comparator.reverseOrder())
            .thenComparing(Incident::pk, Comparator.reverseOrder());

    public static final OpenIncidents UNKNOWN = new OpenIncidents(-1, List.of());

    /** Chooses the first ones without sorting all, since there may be a hundred thousand. */
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
