package io.github.argusglue.plugin.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.WebhookResponse;
import io.github.argusglue.spi.testing.TestState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a new adapter knows of what an earlier one was told. */
final class GenericRestartTest {
    private final TestState state = new TestState();
    private GenericSource source;

    GenericRestartTest() throws Exception {
        source = new GenericSource(GenericSource.config(null), state);
    }

    @BeforeEach
    void send() {
        source.post("{'complete': true, 'alerts': [" + GenericAdapterTest.alert("disk-a", "09:00") + "]}");
        source.post("{'open': " + GenericAdapterTest.alert("disk-b", "10:00") + ", 'ttl': '1h'}");
        source.post("{'open': {'id': '17', 'description': 'power'}}");
        source.post("{'notice': {'id': 'n1', 'description': 'restarted'}}");
        source.post("{'close': {'id': '18'}}");
    }

    private void restart() throws Exception {
        source.adapter.close();
        source = new GenericSource(GenericSource.config(null), state);
    }

    @Test
    void openAlertsAndClosingsSurvive() throws Exception {
        List<Alert> before = source.snapshot().alerts();
        restart();
        Snapshot snapshot = source.snapshot();
        assertEquals(before, snapshot.alerts());
        assertEquals(3, before.size());
        assertEquals(Optional.empty(), snapshot.partialReason());
        assertEquals("18", snapshot.endings().get(0).alertId().key());
        assertEquals("n1", source.context.notices().get(0).id(), "it may not have reached Argus");
        source.post("{'open': {'id': '18', 'description': 'late'}}");
        assertEquals(before, source.snapshot().alerts());
    }

    /** It had no chance to be sent again while nobody listened. */
    @Test
    void aTimeToLiveBeginsAnewWithTheProcess() throws Exception {
        source.adapter.close();
        source.clock.advance(Duration.ofHours(3));
        GenericSource started = new GenericSource(GenericSource.config(null), state, source.clock);
        assertEquals(3, started.open().size());
        started.clock.advance(Duration.ofMinutes(61));
        assertEquals(2, started.open().size());
    }

    @Test
    void nothingIsClosedForBeingUnknownAfterStoredMessagesWereLost() throws Exception {
        state.corruptAll();
        restart();
        assertTrue(source.snapshot().partialReason().isPresent());
        source.post("{'open': " + GenericAdapterTest.alert("disk-c", "11:00") + "}");
        restart();
        assertTrue(source.snapshot().partialReason().isPresent(), "still not known");
        assertEquals(1, source.open().size());
        source.post("{'complete': true, 'alerts': []}");
        assertEquals(Optional.empty(), source.snapshot().partialReason());
    }

    @Test
    void whatCannotBeStoredIsRefusedAndNotTaken() throws Exception {
        state.failing(true);
        WebhookResponse answer =
                source.answer(("{'open': " + GenericAdapterTest.alert("disk-c", "11:00") + "}").replace('\'', '"'));
        assertEquals(503, answer.status(), answer.body());
        assertEquals(3, source.open().size());
        assertTrue(source.adapter.health().problem().isPresent());
        state.failing(false);
        source.post("{'open': " + GenericAdapterTest.alert("disk-c", "11:00") + "}");
        assertEquals(4, source.open().size());
        assertEquals(Health.ok(), source.adapter.health());
    }

    /** 10,000 alerts of the usual size fit; what does not fit is refused, and what was taken stays. */
    @Test
    void tenThousandAlertsFitAndTooManyAreRefused() throws Exception {
        int posts = 0;
        WebhookResponse answer = source.answer("[]");
        while (answer.status() == 200 && posts < 200) {
            answer = source.answer(thousand(posts++, posts > 12 ? 9000 : 300));
        }
        assertEquals(507, answer.status(), answer.body());
        assertTrue(answer.body().contains("there is no room for more alerts"), answer.body());
        assertTrue(posts > 12, "only " + posts + " thousand fit");
        int open = source.open().size();
        assertEquals(3 + (posts - 1) * 1000, open);
        restart();
        assertEquals(open, source.open().size());
    }

    /** Texts that compress about as well as real ones. */
    private static String thousand(int number, int length) {
        Random random = new Random(number);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(Integer.toString(random.nextInt(100_000), 36)).append(" is not reachable from here, ");
            }
            messages.add(String.format(
                    Locale.ROOT,
                    "{\"open\": {\"key\": \"router-%d-%d/ge-0/0/%d\", \"start\": \"2026-11-21T10:00:00Z\", \"level\": 2,"
                            + " \"description\": \"%s\", \"tags\": {\"host\": \"router-%d\", \"site\": \"oslo\"}}}",
                    number,
                    i,
                    i % 48,
                    text,
                    i));
        }
        return messages.toString();
    }

    @Test
    void aSilentSenderHoldsWhatItsTimeToLiveWouldEnd() throws Exception {
        GenericConfig config = GenericSource.config(Duration.ofMinutes(5), Duration.ofMinutes(30));
        GenericSource watched = new GenericSource(config, new TestState());
        watched.clock.advance(Duration.ofSeconds(1));
        watched.post("{'open': " + GenericAdapterTest.alert("disk-a", "09:00") + "}");
        watched.clock.advance(Duration.ofMinutes(6));
        watched.post("{'alive': true}");
        assertEquals(List.of(), watched.open());
        watched.clock.advance(Duration.ofMinutes(31));
        Snapshot silent = watched.snapshot();
        assertEquals(
                List.of("argus-glue/dead-man@20261121T120601Z", "disk-a@20261121T090000Z"),
                silent.alerts().stream()
                        .map(alert -> alert.id().value())
                        .sorted()
                        .toList());
        assertTrue(silent.alerts().stream()
                .anyMatch(alert ->
                        alert.id().key().equals("disk-a") && alert.heldReason().isPresent()));
        watched.post("{'alive': true}");
        Snapshot heard = watched.snapshot();
        assertEquals(List.of(), heard.alerts());
        assertEquals(Ending.Evidence.INFERRED, heard.endings().get(0).evidence());
    }
}
