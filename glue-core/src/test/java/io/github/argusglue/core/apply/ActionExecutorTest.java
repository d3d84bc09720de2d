package io.github.argusglue.core.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.IncidentLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActionExecutorTest {
    @ParameterizedTest(name = "{0}: closed by a person: {1}")
    @CsvSource({
        "STA, false",
        "STA END, false",
        "STA CLO, true",
        "STA ACK CLO CHI, true",
        "STA CLO REO, false",
        "STA CLO RES, false",
        "STA CLO REO END, false",
        "STA CLO REO CLO, true",
        "STA END RES CLO, true",
        "STA END CLO, false", // a person closed it after it had ended
        "STA CLO END, false", // it has cleared since
        "STA CLO AGAIN, true", // our change undid the close
        "STA CLO AGAIN CLO, true",
        "STA CLO AGAIN END, false",
        "STA CLO AGAIN REO, false",
        "STA END AGAIN, false",
    })
    void whoClosedItStandsInItsLog(String log, boolean byPerson) {
        List<IncidentEvent> events = new ArrayList<>();
        for (String type : List.of(log.split(" ", -1))) {
            boolean again = type.equals("AGAIN");
            long pk = events.size() + 1L;
            events.add(new IncidentEvent(
                    pk,
                    7,
                    1,
                    again ? EventType.END : EventType.valueOf(type),
                    5,
                    "somebody",
                    Instant.EPOCH,
                    again ? IncidentLog.CLOSED_AGAIN : "gone"));
        }
        assertEquals(byPerson, IncidentLog.isClosedByPerson(events));
        Collections.reverse(events);
        assertEquals(byPerson, IncidentLog.isClosedByPerson(events), "in whatever order they are answered");
    }
}
