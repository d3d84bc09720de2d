package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.dist.it.chaos.FaultSchedule.Planned;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The violations of one run, each reported once: the first of a kind after a fault with all details, others in one
 * line.
 */
final class Findings {
    private static final int FAULTS = 10;
    private static final int LINES_OF_LOG = 40;

    private final long seed;
    private final Set<String> known = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private final List<String> texts = new ArrayList<>();

    Findings(long seed) {
        this.seed = seed;
    }

    boolean isKnown(Violation violation) {
        return known.contains(id(violation));
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    /** Adds what is wrong with the run as a whole. */
    void addNote(String text) {
        texts.add(text);
    }

    /** Adds a violation and returns its report; empty if it is known. */
    String add(Violation violation, ChaosLab lab, List<Planned> begun) {
        if (!known.add(id(violation))) {
            return "";
        }
        String line = "VIOLATION, seed " + seed + ", " + violation.at() + ", " + id(violation);
        boolean isFirst = kinds.add(begun.size() + violation.what().replaceAll("[0-9]+", "N"));
        String text = isFirst ? String.join("\n", details(line, violation, lab, begun)) : line;
        texts.add(text);
        return text;
    }

    private static List<String> details(String line, Violation violation, ChaosLab lab, List<Planned> begun) {
        List<String> lines = new ArrayList<>(List.of(line));
        begun.stream().skip(Math.max(0, begun.size() - FAULTS)).forEach(fault -> lines.add("  " + fault));
        List<String> log = lab.glue().log();
        if (!violation.key().isEmpty()) {
            lines.add(lab.story(violation.key()));
            // As IDs are written in messages: the number of a case alone occurs in half of all lines.
            String id = "'" + violation.key() + "@";
            log = log.stream().filter(entry -> entry.contains(id)).toList();
        }
        log.stream().skip(Math.max(0, log.size() - LINES_OF_LOG)).forEach(entry -> lines.add("  " + entry));
        lines.add("all of it: " + lab.folder());
        return lines;
    }

    private static String id(Violation violation) {
        return violation.key() + ": " + violation.what();
    }
}
