package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.StandInComment;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class ExternalCommandsTest {
    private static final ObjectKey HOST = ObjectKey.host("h1");
    private static final ObjectKey SERVICE = ObjectKey.service("h1", "disk /");

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1000));
    private final List<String> given = new ArrayList<>();
    private boolean knowsExpiry;
    private final Commands commands = new ExternalCommands(clock, () -> knowsExpiry, given::addAll);

    @Test
    void linesOfEachCommand() throws Exception {
        Optional<Instant> until = Optional.of(Instant.ofEpochSecond(2000));
        commands.acknowledge(SERVICE, "ann", "see; there", until);
        commands.acknowledge(HOST, "ann", "x", Optional.empty());
        knowsExpiry = true;
        commands.acknowledge(SERVICE, "ann", "x", until);
        commands.comment(SERVICE, "a;b", "x");
        commands.removeAcknowledgement(SERVICE, comment("7"));
        commands.removeAcknowledgement(HOST, comment("7;DEL_ALL"));
        assertEquals(
                List.of(
                        "[1000] ACKNOWLEDGE_SVC_PROBLEM;h1;disk /;2;0;1;ann;see; there",
                        "[1000] ACKNOWLEDGE_HOST_PROBLEM;h1;2;0;1;ann;x",
                        "[1000] ACKNOWLEDGE_SVC_PROBLEM_EXPIRE;h1;disk /;2;0;1;2000;ann;x",
                        "[1000] ADD_SVC_COMMENT;h1;disk /;1;a,b;x",
                        "[1000] REMOVE_SVC_ACKNOWLEDGEMENT;h1;disk /",
                        "[1000] DEL_SVC_COMMENT;7",
                        "[1000] REMOVE_HOST_ACKNOWLEDGEMENT;h1"),
                given);
    }

    @Test
    void namesThatCannotBeWrittenAreRefused() {
        for (ObjectKey key : List.of(
                ObjectKey.host("a;b"),
                ObjectKey.service("h", "a;1;x"),
                ObjectKey.service("h", "a\n[1] SHUTDOWN_PROGRAM"),
                ObjectKey.host("x".repeat(5000)))) {
            assertThrows(SourceException.class, () -> commands.comment(key, "ann", "x"));
        }
        assertEquals(List.of(), given);
    }

    @RepeatedTest(200)
    void noTextBecomesAnotherCommand(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        String author = text(random, 40);
        String text = text(random, 6000);
        StandInNagios nagios = new StandInNagios(clock);
        nagios.addHost("h1");
        nagios.addService("h1", "disk /");
        nagios.setHard("h1", "disk /", 2, "bad");
        commands.acknowledge(SERVICE, author, text, Optional.empty());
        String line = given.get(0);
        assertEquals(1, given.size());
        assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 4095);
        assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        assertTrue(line.indexOf('\ufffd') < 0 || text.indexOf('\ufffd') >= 0, "no half characters");
        nagios.apply(line);
        assertEquals(1, nagios.comments().size());
        StandInComment comment = nagios.comments().get(0);
        assertTrue(comment.author().indexOf(';') < 0);
        String clean = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028]+", " ").strip();
        assertTrue(clean.startsWith(comment.text()), () -> comment.text() + " of " + clean);
        assertEquals(0, nagios.object("h1", "").check.state);
    }

    private static String text(Random random, int length) {
        String[] parts = {
            ";", "\n", "\r", "[1] PROCESS_HOST_CHECK_RESULT;h1;1;x", "ø", "😀", "a", " ", "\u0085", "\u2028", "\0"
        };
        StringBuilder text = new StringBuilder("x");
        int end = random.nextInt(length);
        while (text.length() < end) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    private static Comment comment(String id) {
        return new Comment(id, Comment.Kind.ACKNOWLEDGEMENT, "ann", "x", Instant.EPOCH);
    }
}
