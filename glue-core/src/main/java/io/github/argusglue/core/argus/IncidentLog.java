package io.github.argusglue.core.argus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the log of an incident says of who closed and reopened it. */
public final class IncidentLog {
    /** Why an incident is closed once more, in its log. */
    public static final String CLOSED_AGAIN = "closed by a person; a change at the same moment had undone it";

    private IncidentLog() {}

    /** Tells from its log whether an incident is open because a person has reopened it after a moment. */
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
     * Tells from its log whether a person closed an incident while its alert was open. A person's close of what had
     * ended already is none, nor is one that the source's own end came after, unless that end only repeats it.
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
