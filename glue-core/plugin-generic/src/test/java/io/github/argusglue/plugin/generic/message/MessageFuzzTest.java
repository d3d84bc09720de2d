package io.github.argusglue.plugin.generic.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any bytes are read or refused with one line. What was read means the same when it is stored and read again. A normal
 * build uses the inputs in {@code MessageFuzzTestInputs}; docs/contributing.md describes how to search for more.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class MessageFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @FuzzTest(maxDuration = "5m")
    void messages(byte[] bytes) throws RefusedException {
        try {
            for (Document document : Documents.parse(bytes, NOW, "POST")) {
                for (Message message : MessageReader.read(document.json(), document.received())) {
                    assertFalse(message.at().isAfter(NOW));
                    assertFalse(message.json().contains("\n"));
                    List<Message> again = MessageReader.read(Documents.parse(message.json()), NOW);
                    assertEquals(1, again.size());
                    assertEquals(message.json(), again.get(0).json());
                }
            }
        } catch (RefusedException e) {
            String said = e.getMessage();
            assertTrue(said != null && said.indexOf('\n') < 0 && e.kind() == RefusedException.Kind.INVALID, said);
        }
    }
}
