package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter that reports endings. If it reports some as {@link Ending#reported}, the fake is a
 * {@link ForgetfulSystem}.
 */
public interface EndingsContract extends AbilityContract {

    @Test
    default void endingIsThatOfTheAlertThatEnded() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        Alert one = bench().awaitOne();
        bench().system().open("two");
        bench().awaitAlerts(2);
        bench().advance(Duration.ofSeconds(30));
        bench().system().end("one");
        List<Ending> endings = endingsUntilGone(one);
        Rule.TEST_IS_COMPLETE.check(
                !endings.isEmpty(),
                "a problem ended, and no snapshot has an ending: do not implement EndingsContract if there are none");
        for (Ending ending : endings) {
            Rule.ENDINGS.checkEqual(one.id(), ending.alertId(), "the alert whose ending was reported");
            Instant latest = bench().now().plusSeconds(1);
            Rule.ENDINGS.check(
                    !ending.endedAt().isBefore(one.startedAt().minusSeconds(1))
                            && !ending.endedAt().isAfter(latest),
                    "the ending at " + ending.endedAt() + " is not between the start, " + one.startedAt()
                            + ", and now, " + bench().now());
            boolean forgetful = bench().system() instanceof ForgetfulSystem;
            Rule.TEST_IS_COMPLETE.check(
                    forgetful || ending.evidence() != Ending.Evidence.REPORTED,
                    "the adapter uses Ending.reported, and nothing shows that it does not for an alert that only"
                            + " vanished: let " + bench().system().getClass().getSimpleName()
                            + " implement ForgetfulSystem, or use Ending.inferred");
        }
    }

    private List<Ending> endingsUntilGone(Alert alert) throws Exception {
        List<Ending> endings = new ArrayList<>();
        bench().await("one alert and an ending", found -> {
            endings.addAll(found.endings());
            return found.alerts().stream().noneMatch(other -> other.id().equals(alert.id()));
        });
        endings.addAll(bench().adapter().snapshot().endings());
        return endings;
    }

    @Test
    default void forgottenProblemHasNoReportedEnding() throws Exception {
        if (!(bench().system() instanceof ForgetfulSystem system)) {
            return;
        }
        bench().adapter().start();
        system.open("one");
        system.open("two");
        bench().awaitAlerts(2);
        system.forget("one");
        for (int i = 0; i < 3; i++) {
            bench().advance(Duration.ofSeconds(61));
            for (Ending ending : bench().adapter().snapshot().endings()) {
                Rule.ENDINGS.check(
                        ending.evidence() != Ending.Evidence.REPORTED,
                        "'" + ending.alertId() + "' only vanished from the system, and its ending is Ending.reported");
            }
        }
    }

    @Test
    default void failureEndsNothing() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        bench().awaitOne();
        bench().system().inject(FakeSystem.Failure.DOWN);
        try {
            checkNoEnding(bench().adapter().snapshot());
        } catch (SourceException e) {
            // As it should be.
        }
        bench().system().recover();
        checkNoEnding(bench().awaitRecovery("DOWN"));
        checkNoEnding(bench().adapter().snapshot());
        bench().awaitOne();
    }

    private static void checkNoEnding(Snapshot found) {
        Rule.ENDINGS.check(
                found.endings().isEmpty(),
                "no problem ended, the system failed only, and the snapshot has an ending of "
                        + found.endings().stream().map(Ending::alertId).toList());
    }
}
