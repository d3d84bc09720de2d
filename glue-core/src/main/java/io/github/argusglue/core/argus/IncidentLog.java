package io.github.argusglue.core.argus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds out from the log of an incident whether a person closed or reopened it. */
public final class IncidentLog {
    /** Description of the event that closes an incident a second time. */
    public static final String CLOSED_AGAIN = "closed by a person; a change at the same moment had undone it";

    private IncidentLog() {}

    /** Returns whether an incident is open because a person reopened it after the given time. */
    public static boolean isReopenedByPerson(List<IncidentEvent> events, Instant after) {
        return events.stream()
                .filter(event -> switch (event.type()) {
                    case STA, END, RES, CLO, REO -> true;
                    default -> false;
                })
                .max(Comparator.comparingLong(IncidentEvent::pk))
                .map(last -> last.type() == EventType.REO && last.timestamp().isAfter(after))
                .orElse(false);
    }

    /**
     * Returns whether a person closed the incident while its alert was open. Closing an incident that had already ended
     * does not count, nor does a close that is followed by an end from the source, unless that end only repeats the
     * close.
     */
    public static boolean isClosedByPerson(List<IncidentEvent> events) {
        List<IncidentEvent> inOrder = new ArrayList<>(events);
        inOrder.sort(Comparator.comparingLong(IncidentEvent::pk));
        boolean open = true;
        boolean byPerson = false;
        for (IncidentEvent event : inOrder) {
            switch (event.type()) {
                case CLO -> {
                    byPerson |= open;
                    open = false;
                }
                case END -> {
                    byPerson &= event.description().equals(CLOSED_AGAIN);
                    open = false;
                }
                case RES, REO -> {
                    byPerson = false;
                    open = true;
                }
                default -> {}
            }
        }
        return byPerson;
    }
}
