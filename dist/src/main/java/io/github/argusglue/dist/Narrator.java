package io.github.argusglue.dist;

import io.github.argusglue.core.status.Count;
import io.github.argusglue.standin.StandInEvent;
import io.github.argusglue.standin.StandInIncident;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** Reports line by line what happens on both sides. Not thread-safe. */
final class Narrator {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final PrintWriter out;
    private final Map<String, Integer> counts = new HashMap<>();
    private long lastTold;

    Narrator(Clock clock, PrintWriter out) {
        this.clock = clock;
        this.out = out;
    }

    void tell(String who, String what) {
        out.println(TIME.format(LocalTime.now(clock)) + " " + who + ": " + what);
        out.flush();
    }

    /** Reports new lines in the logs of the incidents. */
    void look(List<StandInIncident> incidents, LongFunction<List<StandInEvent>> log) {
        record Line(StandInIncident incident, StandInEvent event) {}
        List<Line> added = new ArrayList<>();
        for (StandInIncident incident : incidents) {
            for (StandInEvent event : log.apply(incident.pk())) {
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

    private static String text(StandInIncident incident, StandInEvent event) {
        return switch (event.type()) {
            case "STA" -> "opened at level " + incident.level() + ": " + incident.description();
            case "END" -> "closed";
            case "RES" -> "opened again";
            case "CHI" -> "changed: " + event.description().replaceFirst("^Change: ", "");
            default -> event.type() + " by " + event.actor() + ": " + event.description();
        };
    }

    /** Returns the keys of the open incidents, sorted; ids are {@code key@start}. */
    static List<String> openKeys(List<StandInIncident> incidents) {
        return incidents.stream()
                .filter(incident -> Instant.MAX.equals(incident.endTime()))
                .map(incident -> incident.sourceIncidentId().split("@", 2)[0])
                .sorted()
                .toList();
    }

    String summary() {
        return Count.of(count("STA"), "incident") + " opened, " + count("RES") + " opened again, " + count("END")
                + " closed";
    }

    private int count(String type) {
        return counts.getOrDefault(type, 0);
    }
}
