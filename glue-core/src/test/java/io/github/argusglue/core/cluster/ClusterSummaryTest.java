package io.github.argusglue.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.OnEngineLoss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClusterSummaryTest {
    private static final String DOWN = "GET http://etcd:2379: connection refused";

    private final ClusterSketch sketch = new ClusterSketch();

    private ClusterSummary summary() {
        return new ClusterSummary(sketch.build(), 2);
    }

    @Test
    void nothingToSayIfAllIsWell() {
        assertEquals(
                "member a of 2 (a, b) in etcd since 2026-11-21T11:00:00Z: owns 1 of 2 sources",
                summary().line());
        assertEquals(List.of(), summary().problems());
        assertEquals(List.of(), summary().remarks());
    }

    @Test
    void anEngineThatDoesNotAnswerComesWithTheReaction() {
        sketch.trouble = DOWN;
        assertEquals(
                List.of(DOWN + "; this process keeps its 1 source in step, and another process that reaches the engine"
                        + " may take them over (on_engine_loss = \"continue\")"),
                summary().problems());
        sketch.onEngineLoss = OnEngineLoss.STOP;
        assertEquals(
                List.of(DOWN + "; this process stops writing for its 1 source before its session ends"
                        + " (on_engine_loss = \"stop\")"),
                summary().problems());
        sketch.owned = Set.of();
        assertEquals(
                List.of(DOWN + "; this process owns no source and writes nothing until the engine answers"),
                summary().problems());
    }

    @Test
    void noSessionIsAProblem() {
        sketch.session = null;
        sketch.owned = Set.of();
        sketch.members.clear();
        assertEquals(
                "member a in etcd without a session: owns 0 of 2 sources",
                summary().line());
        assertEquals(
                List.of("this process has no session in etcd, so it owns nothing"),
                summary().problems());
    }

    @Test
    void sourcesWithoutOwnerAreNamed() {
        sketch.withoutOwner = List.of("narvik", "tromso");
        assertEquals(
                List.of("sources without owner: narvik, tromso: no process keeps them in step; check 'pin', and that a"
                        + " process that may own them is running"),
                summary().problems());
    }

    @Test
    void differencesBetweenMembersAreRemarks() {
        sketch.otherConfiguration = List.of("b");
        sketch.members.put("b", new MemberInfo("1.3.0", "f2", true, List.of("default")));
        assertEquals(
                List.of(
                        "other sources in the configuration of b: sources do not move until all processes have the same"
                                + " names and the same 'pin'",
                        "member b cannot reach Argus default: members that reach it take its sources over",
                        "stopping: b: the others take its sources over",
                        "another version than here (1.2.3): b (1.3.0)"),
                summary().remarks());
        assertEquals(List.of(), summary().problems());
    }

    @Test
    void onlySomeOfManyNamesAreShown() {
        for (int i = 10; i < 40; i++) {
            sketch.members.put("m" + i, ClusterSketch.member("1.2.3"));
        }
        assertTrue(summary().line().contains("of 32 (a, b, m10"), summary().line());
        assertTrue(summary().line().contains("m27 and 12 more)"), summary().line());
    }

    /** After the end of its permit, a process does not claim what the last answer of the engine said. */
    @Test
    void theOwnerIsOnlyThisProcessWhileItMayWrite() {
        assertEquals(Optional.of("a"), sketch.build().owner("oslo"));
        assertEquals(Optional.of("b"), sketch.build().owner("bergen"));
        assertEquals(Optional.empty(), sketch.build().owner("narvik"));
        sketch.trouble = DOWN;
        assertEquals(Optional.of("a"), sketch.build().owner("oslo"));
        sketch.owned = Set.of();
        assertEquals(Optional.empty(), sketch.build().owner("oslo"));
        sketch.owners = Map.of();
        assertEquals(Optional.empty(), sketch.build().owner("bergen"));
    }
}
