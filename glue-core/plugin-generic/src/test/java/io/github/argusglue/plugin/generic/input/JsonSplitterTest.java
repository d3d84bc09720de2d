package io.github.argusglue.plugin.generic.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSplitterTest {
    private final List<String> found = new ArrayList<>();
    private final JsonSplitter splitter = new JsonSplitter(new JsonSplitter.Receiver() {
        @Override
        public void document(byte[] json, long line) {
            found.add(line + " " + new String(json, StandardCharsets.UTF_8).replaceAll("\\s+", ""));
        }

        @Override
        public void fault(long line, String why) {
            found.add(line + " fault");
        }
    });

    private void feed(String text, int step) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += step) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
            splitter.feed(part, part.length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void objectsMayGoOverLinesAndShareThem(int step) {
        feed("{\"a\": 1}{\"b\":\n {\"t\": \"}\\\"\u00e5\"},\n\n \"c\": [1]\n}\n[{}, 2]\n\n{}\n", step);
        assertEquals(List.of("1 {\"a\":1}", "1 {\"b\":{\"t\":\"}\\\"\u00e5\"},\"c\":[1]}", "6 [{},2]", "8 {}"), found);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void afterWhatIsBrokenItGoesOnWithTheNextLine(int step) {
        feed(
                "{\"a\": 1\n{\"b\": 2}\n{\"c\": \"x\n{\"d\": 4}\nTraceback:\n  File x\n{\"e\": 5} tail\n{\"f\": 6}\n",
                step);
        assertEquals(
                List.of(
                        "1 fault",
                        "2 {\"b\":2}",
                        "3 fault",
                        "4 {\"d\":4}",
                        "5 fault",
                        "7 {\"e\":5}",
                        "7 fault",
                        "8 {\"f\":6}"),
                found);
    }

    @Test
    void whatIsSwallowedByABrokenObjectIsFoundAgain() {
        feed("{\"alerts\": [{\"k\": 1},\n{\"open\": 1}\n{\"close\": 1}\n", 1000);
        assertEquals(List.of("1 fault", "2 {\"open\":1}", "3 {\"close\":1}"), found);
    }

    @Test
    void anObjectThatNeverEndsIsGivenUp() {
        feed("{\"a\": [\n" + "1,\n".repeat(JsonSplitter.MAX_BYTES / 3), 4096);
        assertEquals(List.of("1 fault"), found);
        feed("{\"c\": 3}\n", 1000);
        assertEquals((JsonSplitter.MAX_BYTES / 3 + 2) + " {\"c\":3}", found.get(found.size() - 1));
    }

    @Test
    void deepNestingIsRefused() {
        feed("[".repeat(100_000) + "\n{}\n", 1000);
        assertEquals(List.of("1 fault", "2 {}"), found);
    }

    @Test
    void anEndWithinAnObjectIsSaid() {
        feed("{}\n{\"a\":", 1000);
        splitter.end();
        assertEquals(List.of("1 {}", "2 fault"), found);
    }
}
