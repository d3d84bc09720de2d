package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.failover.ProbeResult.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The role that follows from the answers of a primary. */
final class RoleDecisionTest {

    /**
     * U is up, D is down, ? is unknown; the second column is the role after each: s is standby, A is active. Three
     * consecutive failures take over, two consecutive successes hand back.
     */
    @ParameterizedTest
    @CsvSource({
        "UUUUU, sssss",
        "DDUDD, sssss",
        "DDD, ssA",
        "DDDD, ssAA",
        "DUDUDDD, ssssssA",
        "DDDUDUD, ssAAAAA",
        "DDDUUDD, ssAAsss",
        "DDDUUDDD, ssAAsssA",
        "?????, sssss",
        "DD?D, sssA",
        "D?U?DD, ssssss",
        "DDDU?U, ssAAAs",
        "DDDU?DU, ssAAAAA",
    })
    void tables(String answers, String roles) {
        assertEquals(roles, roles(answers, RoleDecision.INITIAL, new Thresholds(3, 2, false)));
    }

    @ParameterizedTest
    @CsvSource({"???, ssA", "D?D, ssA", "DDDU?U, ssAAAA", "U??, sss"})
    void unknownCanCountAsDown(String answers, String roles) {
        assertEquals(roles, roles(answers, RoleDecision.INITIAL, new Thresholds(3, 2, true)));
    }

    @ParameterizedTest
    @CsvSource({"D, A", "U, s", "UD, ss", "?D, sA", "UDDD, sssA"})
    void anActiveProcessNeedsOneFailureAfterARestart(String answers, String roles) {
        Thresholds thresholds = new Thresholds(3, 2, false);
        assertEquals(roles, roles(answers, RoleDecision.resumed(thresholds), thresholds));
    }

    @ParameterizedTest
    @CsvSource({"D, A", "DU, As", "DUD, AsA"})
    void withAThresholdOfOneEachAnswerDecides(String answers, String roles) {
        assertEquals(roles, roles(answers, RoleDecision.INITIAL, new Thresholds(1, 1, false)));
    }

    private static String roles(String answers, RoleDecision from, Thresholds thresholds) {
        StringBuilder roles = new StringBuilder();
        RoleDecision standing = from;
        for (int i = 0; i < answers.length(); i++) {
            standing = standing.after(kind(answers.charAt(i)), thresholds);
            roles.append(standing.role() == Role.ACTIVE ? 'A' : 's');
        }
        return roles.toString();
    }

    private static Kind kind(char letter) {
        return switch (letter) {
            case 'U' -> Kind.UP;
            case 'D' -> Kind.DOWN;
            default -> Kind.UNKNOWN;
        };
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** The same rule in a different form, computed from the whole sequence at each step. */
    @ParameterizedTest
    @MethodSource("seeds")
    void generated(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Thresholds thresholds = new Thresholds(1 + random.nextInt(5), 1 + random.nextInt(5), random.nextInt(4) == 0);
        double down = random.nextDouble();
        RoleDecision standing = RoleDecision.INITIAL;
        List<Kind> sinceChange = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Kind kind = random.nextInt(5) == 0 ? Kind.UNKNOWN : random.nextDouble() < down ? Kind.DOWN : Kind.UP;
            Role before = standing.role();
            standing = standing.after(kind, thresholds);
            sinceChange.add(kind);
            boolean due = turns(before, sinceChange, thresholds);
            assertEquals(due, standing.role() != before, "seed " + seed + " step " + i + " " + sinceChange);
            assertTrue(standing.row() < standing.needed(thresholds), "a full row changes the role");
            if (due) {
                sinceChange.clear();
                down = random.nextDouble();
            }
        }
    }

    private static boolean turns(Role role, List<Kind> answers, Thresholds thresholds) {
        Kind against = role == Role.STANDBY ? Kind.DOWN : Kind.UP;
        List<Kind> meant = answers.stream()
                .map(kind -> kind == Kind.UNKNOWN && thresholds.unknownIsDown() ? Kind.DOWN : kind)
                .filter(kind -> kind != Kind.UNKNOWN)
                .toList();
        int needed = role == Role.STANDBY ? thresholds.failures() : thresholds.recoveries();
        return meant.size() >= needed
                && meant.subList(meant.size() - needed, meant.size()).stream().allMatch(kind -> kind == against)
                && !answers.isEmpty()
                && (answers.get(answers.size() - 1) != Kind.UNKNOWN || thresholds.unknownIsDown());
    }
}
