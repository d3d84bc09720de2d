package io.github.argusglue.core.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which sources one member should own, given what all members say of themselves. A pure function.
 *
 * @param should sources that this member should own
 * @param may sources that it may own if nobody else takes them
 */
record OwnershipPlan(Set<String> should, Set<String> may) {

    static OwnershipPlan of(
            List<OwnableSource> sources, String self, Map<String, MemberInfo> members, Map<String, String> owners) {
        Map<String, MemberInfo> staying = new TreeMap<>(members);
        staying.values().removeIf(MemberInfo::leaving);
        // While the configurations differ, a source could be handed over to a member that does not have it.
        boolean mayMove = staying.values().stream()
                        .map(MemberInfo::configuration)
                        .distinct()
                        .count()
                <= 1;
        Map<String, Set<String>> candidates = new HashMap<>();
        sources.forEach(source -> candidates.put(source.name(), candidates(source, staying)));
        Map<String, String> wanted = Assignment.of(candidates, staying.keySet(), owners);
        Set<String> should = new HashSet<>();
        Set<String> may = new HashSet<>();
        candidates.forEach((source, possible) -> {
            boolean mine = self.equals(owners.get(source)) && possible.contains(self);
            if (self.equals(wanted.get(source)) || (mine && !mayMove)) {
                should.add(source);
            }
            if (possible.contains(self)) {
                may.add(source);
            }
        });
        return new OwnershipPlan(should, may);
    }

    /** Those that may own a source; without those that cannot reach its Argus server, unless nobody can. */
    private static Set<String> candidates(OwnableSource source, Map<String, MemberInfo> members) {
        Set<String> allowed = new HashSet<>(members.keySet());
        allowed.removeIf(member -> !source.mayBeOwnedBy(member));
        Set<String> reaching = new HashSet<>(allowed);
        members.forEach((name, info) -> {
            if (info.cutOff().contains(source.argus())) {
                reaching.remove(name);
            }
        });
        return reaching.isEmpty() ? allowed : reaching;
    }
}
