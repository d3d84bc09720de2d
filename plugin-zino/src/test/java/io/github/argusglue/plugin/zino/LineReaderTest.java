package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private static LineReader reader(int lines) throws IOException {
        byte[] line = ("x".repeat(99) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[100 * lines];
        for (int i = 0; i < lines; i++) {
            System.arraycopy(line, 0, all, 100 * i, 100);
        }
        return new LineReader(new MemorySocket(all, 1500), 1000);
    }

    private static int read(LineReader reader, int most) throws IOException {
        for (int i = 0; i < most; i++) {
            reader.readLine(LineReader.NO_DEADLINE);
        }
        return most;
    }

    @Test
    void anAnswerIsNotLongerThanAllowed() throws IOException {
        LineReader reader = reader(10_000);
        reader.allow(100_000);

        LineReader.TooLongException failure =
                assertThrows(LineReader.TooLongException.class, () -> read(reader, 10_000));

        assertEquals("an answer of more than 100000 bytes ('max_answer_bytes')", failure.getMessage());
    }

    @Test
    void everyAnswerIsCountedAnew() throws IOException {
        LineReader reader = reader(2_000);
        reader.allow(150_000);
        assertEquals(1_000, read(reader, 1_000));
        reader.beginAnswer();
        assertEquals(1_000, read(reader, 1_000));
    }
}
