package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter that shows which alerts people have acknowledged in its system. The fake is an
 * {@link AcknowledgingSystem}.
 */
public interface AcknowledgementContract extends AbilityContract {

    /** Returns an alert that a person has acknowledged in the system. */
    private Alert acknowledgedAlert() throws Exception {
        AcknowledgingSystem system = bench().system(AcknowledgingSystem.class);
        bench().adapter().start();
        system.open("one");
        bench().awaitOne();
        system.acknowledge("one", "ola", "exchanging the line card");
        return bench().await(
                        bench().adapter(),
                        Rule.ACKNOWLEDGEMENTS,
                        "the acknowledgement that 'ola' gave in the system",
                        found -> found.alerts().stream().anyMatch(AcknowledgementContract::isAcknowledged))
                .alerts()
                .get(0);
    }

    private static boolean isAcknowledged(Alert alert) {
        return alert.acknowledgement().isPresent();
    }

    @Test
    default void acknowledgementOfAPersonIsShown() throws Exception {
        Acknowledgement shown =
                acknowledgedAlert().acknowledgement().orElseThrow(() -> new IllegalStateException("none"));
        Rule.ACKNOWLEDGEMENTS.check(
                !shown.isFromArgus(), "the acknowledgement of 'ola' is marked as one from Argus, and so never shown");
        Rule.ACKNOWLEDGEMENTS.check(
                shown.text().contains("exchanging the line card"),
                "the acknowledgement lacks what the person wrote: '" + shown.text() + "'");
    }

    @Test
    default void acknowledgementStaysTheSame() throws Exception {
        Optional<Acknowledgement> first = acknowledgedAlert().acknowledgement();
        for (int i = 0; i < 2; i++) {
            bench().advance(Duration.ofSeconds(61));
            TestBench.letTimePass(Duration.ofMillis(5));
            Rule.ACKNOWLEDGEMENTS.checkEqual(
                    first.map(Acknowledgement::at),
                    bench().awaitOne().acknowledgement().map(Acknowledgement::at),
                    "the time of an acknowledgement, a minute later");
        }
        bench().replaceAdapter();
        bench().adapter().start();
        Alert again = bench().await(
                        bench().adapter(),
                        Rule.ACKNOWLEDGEMENTS,
                        "the acknowledgement, in a new adapter",
                        found -> found.alerts().stream().anyMatch(AcknowledgementContract::isAcknowledged))
                .alerts()
                .get(0);
        Rule.ACKNOWLEDGEMENTS.checkEqual(
                first.map(ack -> ack.at() + " " + ack.text()),
                again.acknowledgement().map(ack -> ack.at() + " " + ack.text()),
                "time and text of an acknowledgement in a new adapter");
    }

    @Test
    default void endedAcknowledgementIsNotShown() throws Exception {
        acknowledgedAlert();
        bench().system(AcknowledgingSystem.class).unacknowledge("one", "ola");
        bench().await(
                        bench().adapter(),
                        Rule.ACKNOWLEDGEMENTS,
                        "no acknowledgement, which 'ola' has ended",
                        found -> found.alerts().size() == 1
                                && !isAcknowledged(found.alerts().get(0)));
    }

    @Test
    default void failureOfTheAcknowledgementsDoesNotEndThem() throws Exception {
        acknowledgedAlert();
        if (!bench().system(AcknowledgingSystem.class).failAcknowledgements()) {
            return;
        }
        Snapshot found;
        try {
            found = bench().adapter().snapshot();
        } catch (SourceException e) {
            return;
        }
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                found.alerts().stream()
                        .allMatch(alert ->
                                isAcknowledged(alert) || alert.heldReason().isPresent()),
                "the request for acknowledgements failed, and the snapshot shows the alert without its acknowledgement: "
                        + TestBench.shown(found));
    }
}
