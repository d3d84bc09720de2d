package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of an adapter that recognises incidents which another program has created. */
public interface AdoptContract extends AbilityContract {

    /**
     * Returns the incident that the other program creates for an alert of this adapter.
     *
     * @param alert the alert as the adapter reports it
     */
    OpenIncident incidentOfOtherProgram(Alert alert);

    @Test
    default void incidentOfTheOtherProgramIsAdopted() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        Alert alert = bench().awaitOne();
        OpenIncident incident = incidentOfOtherProgram(alert);
        int before = bench().system().requests();
        Optional<AlertId> adopted = bench().adapter().adopt(incident);
        Rule.ADOPTION.checkEqual(Optional.of(alert.id()), adopted, "the alert of the other program's incident");
        Rule.CREATE_DOES_NOTHING.checkEqual(before, bench().system().requests(), "requests of adopt()");
    }

    @Test
    default void strangeIncidentIsNotAdopted() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        Alert alert = bench().awaitOne();
        OpenIncident strange = OpenIncident.of(
                "7ba1f0ce-strange",
                Instant.EPOCH,
                "something of another program",
                List.of(Tag.of("made_by", "nobody-known")),
                Map.of(),
                null);
        Optional<AlertId> adopted = bench().adapter().adopt(strange);
        Rule.ADOPTION.check(
                adopted.isEmpty(),
                "an incident without any relation to '" + alert.id() + "' is adopted as '"
                        + adopted.map(AlertId::value).orElse("") + "'");
    }
}
