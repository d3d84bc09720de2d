package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter that holds alerts of which its system cannot tell whether they are over. The fake is an
 * {@link UncertainSystem}.
 */
public interface HeldContract extends AbilityContract {

    @Test
    default void uncertainAlertIsHeldWithItsTags() throws Exception {
        UncertainSystem system = bench().system(UncertainSystem.class);
        bench().adapter().start();
        system.open("one");
        Alert before = bench().awaitOne();
        system.makeUncertain("one");
        Alert held = bench().await(
                        bench().adapter(),
                        Rule.SAY_WHAT_IS_UNCERTAIN,
                        "the alert as held",
                        found -> found.alerts().size() == 1
                                && found.alerts().get(0).heldReason().isPresent())
                .alerts()
                .get(0);
        Rule.SAY_WHAT_IS_UNCERTAIN.checkEqual(before.id(), held.id(), "the id of an alert that is held");
        Rule.SAY_WHAT_IS_UNCERTAIN.checkEqual(before.tags(), held.tags(), "the tags of an alert that is held");
        Rule.SAY_WHAT_IS_UNCERTAIN.check(!held.heldReason().orElse("").isBlank(), "the alert is held without a reason");
        bench().advance(Duration.ofSeconds(61));
        Alert later = stillHeld();
        Rule.SAY_WHAT_IS_UNCERTAIN.checkEqual(
                held.unknownSince(), later.unknownSince(), "held(reason, since) of the same alert, a minute later");
        system.recover();
        Alert again = bench().awaitOne();
        Rule.SAY_WHAT_IS_UNCERTAIN.checkEqual(before.id(), again.id(), "the id of an alert that is no longer held");
    }

    private Alert stillHeld() throws Exception {
        Snapshot found;
        try {
            found = bench().adapter().snapshot();
        } catch (SourceException e) {
            throw Rule.SAY_WHAT_IS_UNCERTAIN.broken("snapshot() fails because an alert is uncertain", e);
        }
        Alert alert = TestBench.only(found);
        Rule.SAY_WHAT_IS_UNCERTAIN.check(
                alert.heldReason().isPresent(), "an alert that is still uncertain is no longer held, a minute later");
        return alert;
    }
}
