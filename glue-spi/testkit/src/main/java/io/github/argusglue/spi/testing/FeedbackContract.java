package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter that applies to its system what people do in Argus. The fake implements
 * {@link FakeSystem#feedbackState}. If the system has acknowledgements, the fake is an {@link AcknowledgingSystem}.
 */
public interface FeedbackContract extends AbilityContract {

    /** Starts the adapter and returns the id of an open alert. */
    private AlertId openAlert() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        return bench().awaitOne().id();
    }

    /** Returns the accepted kinds, each after the one that it undoes. */
    private List<Kind> kinds() {
        Set<Kind> accepted = bench().adapter().accepts();
        return List.of(Kind.values()).stream().filter(accepted::contains).toList();
    }

    /** The core asks after each snapshot. */
    @Test
    default void acceptsNamesTheKindsWithoutIo() throws Exception {
        int before = bench().system().requests();
        Rule.FEEDBACK_IS_DONE.check(
                !bench().adapter().accepts().isEmpty(), "accepts() is empty: let feedback() return an empty Optional");
        Rule.CREATE_DOES_NOTHING.checkEqual(before, bench().system().requests(), "requests of accepts()");
    }

    /** What is accepted is done, and because delivery is at least once, the second time changes nothing. */
    @Test
    default void eachAcceptedKindIsDoneOnce() throws Exception {
        AlertId id = openAlert();
        for (Kind kind : kinds()) {
            bench().advance(Duration.ofSeconds(61));
            Feedback feedback = bench().feedback(id, kind);
            Object before = bench().system().feedbackState("one");
            bench().adapter().deliver(feedback);
            Object once = bench().system().feedbackState("one");
            Rule.FEEDBACK_IS_DONE.check(
                    !before.equals(once),
                    kind + " is accepted, and delivering it changed nothing in the system: " + once);
            bench().adapter().deliver(feedback);
            Rule.FEEDBACK_TWICE.checkEqual(
                    once, bench().system().feedbackState("one"), "the system after " + kind + " was delivered twice");
        }
    }

    /** A new adapter knows nothing of what the one before has delivered. */
    @Test
    default void feedbackIsDoneOnceByTwoAdapters() throws Exception {
        AlertId id = openAlert();
        for (Kind kind : kinds()) {
            bench().advance(Duration.ofSeconds(61));
            Feedback feedback = bench().feedback(id, kind);
            bench().adapter().deliver(feedback);
            Object once = bench().system().feedbackState("one");
            bench().replaceAdapter();
            bench().adapter().start();
            bench().adapter().snapshot();
            bench().adapter().deliver(feedback);
            Rule.FEEDBACK_TWICE.checkEqual(
                    once,
                    bench().system().feedbackState("one"),
                    "the system after " + kind + " was delivered again, to a new adapter");
        }
    }

    /** There is nothing left to do for an alert that is gone, and the core would retry a failure for ever. */
    @Test
    default void feedbackForAnAlertThatIsGoneSucceeds() throws Exception {
        AlertId id = openAlert();
        bench().system().end("one");
        bench().awaitNone();
        for (Kind kind : kinds()) {
            try {
                bench().adapter().deliver(bench().feedback(id, kind));
            } catch (SourceException e) {
                throw Rule.FEEDBACK_FOR_NOTHING.broken(
                        "deliver(" + kind + ") failed for an alert that is over, so it will be retried: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    @Test
    default void feedbackFailsWhileTheSystemIsDownAndSucceedsLater() throws Exception {
        AlertId id = openAlert();
        Feedback feedback = bench().feedback(id, kinds().get(0));
        Object before = bench().system().feedbackState("one");
        bench().system().inject(FakeSystem.Failure.DOWN);
        boolean failed = false;
        try {
            bench().adapter().deliver(feedback);
        } catch (SourceException e) {
            failed = true;
        }
        Rule.FEEDBACK_FAILURE.check(
                failed, "deliver(" + feedback.kind() + ") returned normally while the system was down: it is lost");
        bench().system().recover();
        bench().awaitRecovery("DOWN");
        bench().awaitOne();
        bench().adapter().deliver(feedback);
        Rule.FEEDBACK_IS_DONE.check(
                !before.equals(bench().system().feedbackState("one")),
                feedback + " cannot be seen in the system after it has recovered");
    }

    @Test
    default void ownAcknowledgementIsNotReportedAsThatOfAPerson() throws Exception {
        AlertId id = openAlert();
        if (!kinds().contains(Kind.ACKNOWLEDGED)) {
            return;
        }
        bench().adapter().deliver(bench().feedback(id, Kind.ACKNOWLEDGED));
        for (int i = 0; i < 2; i++) {
            Optional<Acknowledgement> echo = bench().awaitOne().acknowledgement();
            Rule.FEEDBACK_ECHO.check(
                    echo.map(Acknowledgement::isFromArgus).orElse(true),
                    "an acknowledgement from Argus is reported as that of '"
                            + echo.map(Acknowledgement::actor).orElse("") + "', without fromArgus()");
            bench().replaceAdapter();
            bench().adapter().start();
        }
    }

    @Test
    default void withdrawalRemovesOnlyWhatCameFromArgus() throws Exception {
        AlertId id = openAlert();
        if (!kinds().contains(Kind.UNACKNOWLEDGED) || !(bench().system() instanceof AcknowledgingSystem system)) {
            return;
        }
        system.acknowledge("one", "ola", "looking");
        bench().awaitOne();
        if (kinds().contains(Kind.ACKNOWLEDGED)) {
            bench().adapter().deliver(bench().feedback(id, Kind.ACKNOWLEDGED));
        }
        bench().adapter().deliver(bench().feedback(id, Kind.UNACKNOWLEDGED));
        Rule.FEEDBACK_OF_OTHERS.check(
                system.isAcknowledgedBy("one", "ola"),
                "UNACKNOWLEDGED removed the acknowledgement that 'ola' gave in the system");
    }

    /** The line of the system's log that an adapter causes is in Argus already. */
    @Test
    default void ownLinesAreNotInTheHistory() throws Exception {
        AlertId id = openAlert();
        if (bench().adapter().history().isEmpty()) {
            return;
        }
        Alert alert = bench().awaitOne();
        for (Kind kind : kinds()) {
            List<String> before = HistoryContract.lines(bench().adapter().entriesSince(id, alert.startedAt()));
            bench().adapter().deliver(bench().feedback(id, kind));
            Rule.FEEDBACK_ECHO.checkEqual(
                    before,
                    HistoryContract.lines(bench().adapter().entriesSince(id, alert.startedAt())),
                    "the history after the adapter has applied " + kind);
        }
    }
}
