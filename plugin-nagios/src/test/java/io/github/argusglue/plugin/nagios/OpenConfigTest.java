package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.OpenConfig.Decision;
import io.github.argusglue.plugin.nagios.OpenConfig.Policy;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenConfigTest {
    private static final OpenConfig DEFAULTS =
            new OpenConfig(false, Policy.HOLD, Policy.HOLD, Policy.HOLD, Policy.HOLD, Policy.SHOW);

    private static StatusBuilder host() {
        return StatusBuilder.of(ObjectKey.host("web1"));
    }

    private static StatusBuilder service() {
        return StatusBuilder.of(ObjectKey.service("web1", "http")).state(State.CRITICAL);
    }

    private static Decision decide(OpenConfig config, StatusBuilder status, boolean wasOpen) {
        return config.decide(status.build(), wasOpen, false);
    }

    private static OpenConfig all(Policy policy) {
        return new OpenConfig(false, policy, policy, policy, policy, policy);
    }

    @Test
    void hardProblemIsOpen() {
        assertEquals(Policy.SHOW, decide(DEFAULTS, service(), false).policy());
    }

    @Test
    void softProblemOpensNothingButKeepsWhatIsOpen() {
        assertEquals(Policy.DROP, decide(DEFAULTS, service().hard(false), false).policy());
        assertEquals(Policy.SHOW, decide(DEFAULTS, service().hard(false), true).policy());
    }

    @Test
    void softProblemOpensIfConfigured() {
        OpenConfig soft = new OpenConfig(true, Policy.HOLD, Policy.HOLD, Policy.HOLD, Policy.HOLD, Policy.SHOW);
        assertEquals(Policy.SHOW, decide(soft, service().hard(false), false).policy());
    }

    @Test
    void recoveryIsOverWithItsOutput() {
        Decision decision = decide(DEFAULTS, service().state(State.OK).output("HTTP OK"), true);
        assertEquals(Policy.DROP, decision.policy());
        assertEquals("OK: HTTP OK", decision.reason());
    }

    @Test
    void uncheckedObjectEndsNothing() {
        assertEquals(
                Policy.HOLD,
                decide(DEFAULTS, service().state(State.OK).checked(false), true).policy());
        assertEquals(
                Policy.DROP,
                decide(DEFAULTS, service().state(State.OK).checked(false), false)
                        .policy());
    }

    @Test
    void flappingHoldsWhatIsOpenWhileItIsOk() {
        StatusBuilder status = service().state(State.OK).flapping(true);
        assertEquals(Policy.HOLD, decide(DEFAULTS, status, true).policy());
        assertEquals(Policy.DROP, decide(all(Policy.DROP), status, true).policy());
    }

    static Stream<Arguments> hindrances() {
        return Stream.of(
                hindrance(
                        "host web1 is down",
                        status -> status.host(host().state(State.DOWN).build())),
                hindrance(
                        "host web1 is unreachable",
                        status -> status.host(host().state(State.UNREACHABLE).build())),
                hindrance(
                        "host web1 is unreachable",
                        status -> status.host(host().build()).reachable(false)),
                hindrance(
                        "downtime: new disk",
                        status -> status.inDowntime(true, new Downtime("kari", "new disk", Instant.MAX))),
                hindrance(
                        "downtime",
                        status -> status.host(host().inDowntime(true, null).build())),
                hindrance("notifications are disabled", status -> status.notifying(false)),
                hindrance(
                        "notifications are disabled",
                        status -> status.host(host().notifying(false).build())),
                hindrance("flapping", status -> status.flapping(true)));
    }

    private static Arguments hindrance(String reason, UnaryOperator<StatusBuilder> change) {
        return Arguments.of(reason, change);
    }

    @ParameterizedTest
    @MethodSource("hindrances")
    void eachReasonHasItsPolicy(String reason, UnaryOperator<StatusBuilder> change) {
        assertEquals(
                Policy.SHOW,
                decide(all(Policy.SHOW), change.apply(service()), false).policy());
        Decision held = decide(all(Policy.HOLD), change.apply(service()), true);
        assertEquals(Policy.HOLD, held.policy());
        assertEquals(reason, held.reason());
        assertEquals(
                Policy.DROP,
                decide(all(Policy.DROP), change.apply(service()), true).policy());
    }

    @ParameterizedTest
    @EnumSource(names = {"DOWN", "UNREACHABLE"})
    void hostDownIsNoReasonToHoldTheHostItself(State state) {
        OpenConfig config = new OpenConfig(false, Policy.HOLD, Policy.SHOW, Policy.HOLD, Policy.HOLD, Policy.SHOW);
        assertEquals(Policy.SHOW, decide(config, host().state(state), false).policy());
    }

    @Test
    void hostThatIsDownSoftlyHoldsNothing() {
        ObjectStatus down = host().state(State.DOWN).hard(false).build();
        assertEquals(Policy.SHOW, decide(DEFAULTS, service().host(down), false).policy());
    }

    @Test
    void strongestPolicyWins() {
        OpenConfig config = new OpenConfig(false, Policy.HOLD, Policy.SHOW, Policy.DROP, Policy.SHOW, Policy.SHOW);
        StatusBuilder status = service()
                .host(host().state(State.DOWN).build())
                .inDowntime(true, null)
                .notifying(false);
        assertEquals(Policy.DROP, decide(config, status, true).policy());
    }

    @Test
    void firstOfEquallyStrongReasonsIsNamed() {
        StatusBuilder status = service().host(host().state(State.DOWN).build()).notifying(false);
        assertEquals("host web1 is down", decide(DEFAULTS, status, true).reason());
    }

    @Test
    void shownDowntimeSaysWhoAndUntilWhen() {
        Instant end = Instant.parse("2026-11-22T12:00:00Z");
        Decision decision =
                decide(all(Policy.SHOW), service().inDowntime(true, new Downtime("kari", "new disk", end)), false);
        assertTrue(decision.suppression() != null, "no suppression");
        assertEquals(
                "Suppression[downtime: new disk, by kari, until " + end + "]",
                decision.suppression().toString());
    }
}
