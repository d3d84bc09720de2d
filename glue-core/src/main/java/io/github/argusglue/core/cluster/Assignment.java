package io.github.argusglue.core.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which member should own each source: a pure function, so that all members come to the same result from the same view.
 * A source stays where it is unless its owner has two sources more than another member that may own it. So the sources
 * are spread evenly, and as few as possible move when members come and go.
 */
final class Assignment {
    private final Map<String, Set<String>> candidates;

    /** Sources by member. */
    private final Map<String, SortedSet<String>> loads = new TreeMap<>();

    private Assignment(Map<String, Set<String>> candidates, Set<String> members) {
        this.candidates = candidates;
        members.forEach(member -> loads.put(member, new TreeSet<>()));
    }

    /**
     * Returns the owner that each source should have; a source without candidates is absent.
     *
     * @param candidates members that may own a source, by source
     * @param members all members that can own sources
     * @param owners present owners, by source
     */
    static Map<String, String> of(
            Map<String, Set<String>> candidates, Set<String> members, Map<String, String> owners) {
        Assignment assignment = new Assignment(candidates, members);
        List<String> free = new ArrayList<>();
        candidates.forEach((source, possible) -> {
            String owner = owners.get(source);
            if (owner != null && possible.contains(owner)) {
                assignment.sourcesOf(owner).add(source);
            } else {
                free.add(source);
            }
        });
        // Those with the least choice first.
        free.sort(Comparator.<String>comparingInt(
                        source -> assignment.candidatesOf(source).size())
                .thenComparing(Comparator.naturalOrder()));
        free.forEach(assignment::place);
        assignment.balance();
        return assignment.result();
    }

    private void place(String source) {
        loads.keySet().stream()
                .filter(candidatesOf(source)::contains)
                .min(Comparator.comparingInt(this::load))
                .ifPresent(member -> sourcesOf(member).add(source));
    }

    /** Comes to an end: each move makes the sum of the squares of the loads smaller. */
    private void balance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            List<String> heaviestFirst = new ArrayList<>(loads.keySet());
            heaviestFirst.sort(Comparator.comparingInt(member -> -load(member)));
            for (String from : heaviestFirst) {
                moved |= moveOneFrom(from);
            }
        }
    }

    private boolean moveOneFrom(String from) {
        List<String> lightestFirst = new ArrayList<>(loads.keySet());
        lightestFirst.removeIf(to -> load(to) + 2 > load(from));
        lightestFirst.sort(Comparator.comparingInt(this::load));
        for (String to : lightestFirst) {
            for (String source : sourcesOf(from)) {
                if (candidatesOf(source).contains(to)) {
                    sourcesOf(from).remove(source);
                    sourcesOf(to).add(source);
                    return true;
                }
            }
        }
        return false;
    }

    private int load(String member) {
        return sourcesOf(member).size();
    }

    private SortedSet<String> sourcesOf(String member) {
        return loads.computeIfAbsent(member, name -> new TreeSet<>());
    }

    private Set<String> candidatesOf(String source) {
        return candidates.getOrDefault(source, Set.of());
    }

    private Map<String, String> result() {
        Map<String, String> owners = new HashMap<>();
        loads.forEach((member, sources) -> sources.forEach(source -> owners.put(source, member)));
        return owners;
    }
}
