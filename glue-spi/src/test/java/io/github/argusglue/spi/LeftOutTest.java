package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeftOutTest {

    @Test
    void countsByReasonAndKeepsTheFirstExamples() {
        LeftOut.Builder builder = LeftOut.builder();
        for (int i = 0; i < 25; i++) {
            builder.add("soft_state", "web" + i, "CRITICAL");
        }
        LeftOut found = builder.add("bfd", "17", "").build();
        assertEquals(26, found.total());
        assertEquals("26 (soft_state 25, bfd 1)", found.summary());
        LeftOut.Group first = found.groups().get(0);
        assertEquals(25, first.count());
        assertEquals(LeftOut.MOST_EXAMPLES, first.examples().size());
        assertEquals(new LeftOut.Example("web0", "CRITICAL"), first.examples().get(0));
    }

    @Test
    void nothingIsOneObject() {
        assertSame(LeftOut.nothing(), LeftOut.builder().build());
        assertEquals("0", LeftOut.nothing().summary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Soft", "port description", "host:web1", "1st", "a-b"})
    void reasonThatIsNoFixedWordIsRefused(String reason) {
        assertThrows(IllegalArgumentException.class, () -> LeftOut.builder().add(reason, "key", "text"));
    }

    /** A label of a metric must not have as many values as the source has problems. */
    @Test
    void tooManyReasonsAreCountedTogether() {
        LeftOut.Builder builder = LeftOut.builder();
        for (int i = 0; i < 100; i++) {
            builder.add("reason_" + i, "key", "text");
        }
        LeftOut found = builder.build();
        assertEquals(LeftOut.MOST_REASONS, found.groups().size());
        assertEquals(100, found.total());
        assertEquals("other", found.groups().get(LeftOut.MOST_REASONS - 1).reason());
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        String text = "x".repeat(198) + "🙂🙂";
        LeftOut.Example example = LeftOut.builder()
                .add("bfd", text, text)
                .build()
                .groups()
                .get(0)
                .examples()
                .get(0);
        assertTrue(example.text().length() <= LeftOut.MOST_TEXT, example.text());
        assertEquals("x".repeat(198) + "…", example.text());
        assertEquals(example.text(), example.key());
    }

    @Test
    void twoAreAddedUp() {
        LeftOut one =
                LeftOut.builder().add("bfd", "1", "a").add("held", "2", "b").build();
        LeftOut both =
                LeftOut.builder().addAll(one).add("held", "3", "c").addAll(one).build();
        assertEquals("5 (bfd 2, held 3)", both.summary());
        assertEquals(
                List.of("2", "3", "2"),
                both.groups().get(1).examples().stream()
                        .map(LeftOut.Example::key)
                        .toList());
    }

    @Test
    void snapshotKeepsItWhateverElseIsSaid() {
        LeftOut leftOut = LeftOut.builder().add("bfd", "1", "a").build();
        Snapshot said = Snapshot.complete(List.of())
                .withLeftOut(leftOut)
                .except("oslo", "HTTP 503")
                .withEndings(List.of());
        assertEquals(leftOut, said.leftOut());
        assertNotEquals(said, said.withLeftOut(LeftOut.nothing()));
        assertTrue(said.toString().contains("left out 1 (bfd 1)"), said.toString());
    }
}
