package io.github.argusglue.dist;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** Tells line by line what happens on both sides. Not safe for use by several threads. */
final class Narrator {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final PrintWriter out;
    private final Map<EventType, Integer> counts = new EnumMap<>(EventType.class);
    private long lastTold;

    Narrator(Clock clock, PrintWriter out) {
        this.clock = clock;
        this.out = out;
    }

    void tell(String who, String what) {
        out.println(TIME.format(LocalTime.now(clock)) + " " + who + ": " + what);
        out.flush();
    }

    /** Tells what has been added to the incidents' logs. */
    void look(List<Incident> incidents, LongFunction<List<IncidentEvent>> log) {
        record Line(Incident incident, IncidentEvent event) {}
        List<Line> added = new ArrayList<>();
        for (Incident incident : incidents) {
            for (IncidentEvent event : log.apply(incident.pk())) {
                if (event.pk() > lastTold) {
                    added.add(new Line(incident, event));
                }
            }
        }
        added.sort(Comparator.comparingLong((Line line) -> line.event().pk()));
        for (Line line : added) {
            lastTold = line.event().pk();
            counts.merge(line.event().type(), 1, Integer::sum);
            tell("Argus", "incident " + line.incident().pk() + " " + text(line.incident(), line.event()));
        }
    }

    private static String text(Incident incident, IncidentEvent event) {
        return switch (event.type()) {
            case STA -> "opened at level " + incident.level() + ": " + incident.description();
            case END -> "closed";
            case RES -> "opened again";
            case CHI -> "changed: " + event.description().replaceFirst("^Change: ", "");
            default -> event.type() + " by " + event.actor() + ": " + event.description();
        };
    }

    /** Returns the keys of the open incidents, sorted; ids are {@code key@start}. */
    static List<String> openKeys(List<Incident> incidents) {
        return incidents.stream()
                .filter(incident -> Instant.MAX.equals(incident.endTime()))
                .map(incident -> incident.sourceIncidentId().split("@", 2)[0])
                .sorted()
                .toList();
    }

    String summary() {
        return count(EventType.STA) + " incidents opened, " + count(EventType.RES) + " opened again, "
                + count(EventType.END) + " closed";
    }

    private int count(EventType type) {
        return counts.getOrDefault(type, 0);
    }
}
