package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter that shows which alerts are in maintenance, in a downtime or silenced. The fake is a
 * {@link SuppressingSystem}.
 */
public interface SuppressionContract extends AbilityContract {

    /** Returns an alert, and suppresses it in the system. */
    private Alert alertBeforeItsSuppression() throws Exception {
        SuppressingSystem system = bench().system(SuppressingSystem.class);
        bench().adapter().start();
        system.open("one");
        Alert before = bench().awaitOne();
        Rule.SUPPRESSION.check(
                before.suppression().isEmpty(), "an alert that nobody suppressed has " + before.suppression());
        system.suppress("one");
        return before;
    }

    private Alert awaitSuppressed(String when) throws Exception {
        return bench().await(
                        bench().adapter(),
                        Rule.SUPPRESSION,
                        "the alert as suppressed" + when,
                        found -> found.alerts().size() == 1
                                && found.alerts().get(0).suppression().isPresent())
                .alerts()
                .get(0);
    }

    @Test
    default void suppressedAlertIsTheSameAlert() throws Exception {
        Alert before = alertBeforeItsSuppression();
        Alert suppressed = awaitSuppressed("");
        Rule.ONE_ID_ONE_OCCURRENCE.checkEqual(before.id(), suppressed.id(), "the id of an alert that is suppressed");
        Rule.SUPPRESSION.checkEqual(before.tags(), suppressed.tags(), "the tags of an alert that is suppressed");
    }

    @Test
    default void suppressionStaysTheSame() throws Exception {
        alertBeforeItsSuppression();
        Alert suppressed = awaitSuppressed("");
        bench().advance(Duration.ofSeconds(61));
        TestBench.letTimePass(Duration.ofMillis(5));
        Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME.checkEqual(
                suppressed.suppression(), awaitSuppressed(", a minute later").suppression(), "the suppression later");
        bench().replaceAdapter();
        bench().adapter().start();
        Rule.SUPPRESSION.checkEqual(
                suppressed.suppression(),
                awaitSuppressed(", in a new adapter").suppression(),
                "the suppression that a new adapter reports");
    }

    @Test
    default void endedSuppressionIsNotShown() throws Exception {
        Alert before = alertBeforeItsSuppression();
        awaitSuppressed("");
        bench().system(SuppressingSystem.class).unsuppress("one");
        Alert after = bench().await(
                        bench().adapter(),
                        Rule.SUPPRESSION,
                        "no suppression, which has ended",
                        found -> found.alerts().size() == 1
                                && found.alerts().get(0).suppression().isEmpty())
                .alerts()
                .get(0);
        Rule.ONE_ID_ONE_OCCURRENCE.checkEqual(before.id(), after.id(), "the id of an alert after its suppression");
    }
}
