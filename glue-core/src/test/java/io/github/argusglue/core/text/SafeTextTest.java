package io.github.argusglue.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class SafeTextTest {
    @Test
    void whatControlsATerminalBecomesVisible() {
        // red, title, clipboard (OSC 52), 8-bit CSI, backspace, carriage return, delete
        assertEquals("\\u001b[31mred", SafeText.line("\u001b[31mred"));
        assertEquals("\\u001b]0;title\\u0007", SafeText.line("\u001b]0;title\u0007"));
        assertEquals("\\u001b]52;c;cm0=\\u001b\\", SafeText.line("\u001b]52;c;cm0=\u001b\\"));
        assertEquals("\\u009b2J \\u0085 \\u0008 \\u007f", SafeText.line("\u009b2J \u0085 \b \u007f"));
        assertEquals("ok\\u000dno", SafeText.lines("ok\rno"));
    }

    @Test
    void whatChangesTheDirectionBecomesVisible() {
        assertEquals("a\\u202egpj.exe", SafeText.line("a\u202egpj.exe"));
        assertEquals(
                "\\u2066a\\u2069\\u200e\\u200f\\u061c\\u202a\\u2028",
                SafeText.line("\u2066a\u2069\u200e\u200f\u061c\u202a\u2028"));
    }

    @Test
    void allOtherTextStays() {
        String text = "Tromsø – 東京 שלום 👩‍💻 \"a\\b\" {é}";
        assertSame(text, SafeText.line(text));
        assertSame(text, SafeText.lines(text));
    }

    @Test
    void lineBreaksAreKeptOrReplaced() {
        assertEquals("a | b  c", SafeText.line("a\r\n\nb\t\tc"));
        assertEquals("a\nb\tc", SafeText.lines("a\nb\tc"));
    }

    @Test
    void jsonRemainsTheSameData() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        String evil = "\u001b[2J\u009b\u202e\u2028\u007f\n";

        String json = SafeText.lines(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(new String[] {evil}));

        assertEquals(evil, mapper.readValue(json, String[].class)[0]);
        assertEquals(json, SafeText.lines(json));
        assertEquals(-1, json.indexOf('\u009b'));
    }

    @Test
    void aWriterPassesOnSafeText() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(SafeText.writer(text), true);

        out.println("a\u001bb");
        out.print('\u009b');
        out.print(new char[] {'x', '\u202e'});
        out.append("\u0007!", 0, 1);
        out.flush();

        assertEquals("a\\u001bb\n\\u009bx\\u202e\\u0007", text.toString());
    }
}
