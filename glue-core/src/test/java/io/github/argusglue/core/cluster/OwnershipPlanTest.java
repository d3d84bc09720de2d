package io.github.argusglue.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What members say of themselves decides who can own a source. */
final class OwnershipPlanTest {
    private static final List<OwnableSource> TWO =
            List.of(new OwnableSource("oslo", "main", List.of()), new OwnableSource("bergen", "main", List.of()));

    private static MemberInfo member(String configuration, boolean leaving, String... cutOff) {
        return new MemberInfo("1", configuration, leaving, List.of(cutOff));
    }

    private static Set<String> should(
            List<OwnableSource> sources, String self, Map<String, MemberInfo> members, Map<String, String> owners) {
        return OwnershipPlan.of(sources, self, members, owners).should();
    }

    @Test
    void oneThatLeavesGivesUpEverything() {
        Map<String, MemberInfo> members = Map.of("a", member("x", true), "b", member("x", false));
        Map<String, String> owners = Map.of("oslo", "a", "bergen", "b");
        assertEquals(Set.of(), should(TWO, "a", members, owners));
        assertEquals(Set.of("oslo", "bergen"), should(TWO, "b", members, owners));
        assertEquals(Set.of(), OwnershipPlan.of(TWO, "a", members, owners).may());
    }

    @Test
    void oneThatIsCutOffFromArgusGivesUpItsSourcesUnlessAllAre() {
        Map<String, String> owners = Map.of("oslo", "a", "bergen", "b");
        Map<String, MemberInfo> one = Map.of("a", member("x", false, "main"), "b", member("x", false));
        assertEquals(Set.of(), should(TWO, "a", one, owners));
        assertEquals(Set.of("oslo", "bergen"), should(TWO, "b", one, owners));
        Map<String, MemberInfo> other = Map.of("a", member("x", false, "other"), "b", member("x", false));
        assertEquals(Set.of("oslo"), should(TWO, "a", other, owners));
        Map<String, MemberInfo> all = Map.of("a", member("x", false, "main"), "b", member("x", false, "main"));
        assertEquals(Set.of("oslo"), should(TWO, "a", all, owners));
    }

    @Test
    void nothingMovesWhileConfigurationsDiffer() {
        Map<String, String> owners = Map.of("oslo", "a", "bergen", "a");
        Map<String, MemberInfo> same = Map.of("a", member("x", false), "b", member("x", false));
        assertEquals(1, should(TWO, "a", same, owners).size());
        Map<String, MemberInfo> differ = Map.of("a", member("x", false), "b", member("y", false));
        assertEquals(Set.of("oslo", "bergen"), should(TWO, "a", differ, owners));
    }

    @Test
    void aPinIsKept() {
        List<OwnableSource> pinned = List.of(new OwnableSource("oslo", "main", List.of("b")));
        Map<String, MemberInfo> members = Map.of("a", member("x", false), "b", member("x", false));
        assertEquals(Set.of(), should(pinned, "a", members, Map.of("oslo", "a")));
        assertEquals(Set.of("oslo"), should(pinned, "b", members, Map.of("oslo", "a")));
        assertEquals(Set.of(), OwnershipPlan.of(pinned, "a", members, Map.of()).may());
    }

    @Test
    void whatMembersSayMayComeFromAnotherVersion() {
        assertEquals(
                member("x", true, "main"),
                MemberInfo.parse(member("x", true, "main").json()));
        assertEquals(
                new MemberInfo("2", "", false, List.of()), MemberInfo.parse("{\"version\":\"2\",\"new\":{\"a\":[1]}}"));
        assertEquals("?", MemberInfo.parse("rubbish").version());
        assertEquals("?", MemberInfo.parse("null").version());
    }
}
