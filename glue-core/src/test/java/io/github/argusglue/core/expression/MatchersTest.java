package io.github.argusglue.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The syntax is that of Alertmanager's UTF-8 matchers; most texts are from its documentation. */
final class MatchersTest {
    private static final ReadableAlert ALERT =
            new AlertView(Alert.builder(AlertId.startedAt("web1/http", Instant.EPOCH), Instant.EPOCH)
                    .severity(Severity.HIGH)
                    .description("web1: no answer\nfor 5 min")
                    .detailsUrl(URI.create("https://nms.example.org/web1"))
                    .tag("host", "web1")
                    .tag("ifName", "xe-0/0/1")
                    .tag("greek", "Προμηθεύς")
                    .tag("face", "🙂")
                    .tag("group", "core")
                    .tag("group", "edge")
                    .tag("odd", "a \"b\" \\ c")
                    .build());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "host=web1|true",
                "host=\"web1\"|true",
                "\"host\"=\"web1\"|true",
                "  host = web1 |true",
                "{host=web1}|true",
                "{host=web1,}|true",
                "host=web1,|true",
                "host=web|false",
                "host!=web|true",
                "host!=web1|false",
                "host=~web|false", // anchored at both ends
                "host=~eb1|false",
                "host=~web.|true",
                "host=~[a-z]+[0-9]|true",
                "host!~[a-z]+|true",
                "host!~web.|false",
                "host=web1,group=core|true",
                "{host=\"web1\", group!=\"core\"}|false",
                "ifName=xe-0/0/1|true", // names are normalized like tags
                "if_name=xe-0/0/1|true",
                "\"if.name\"=xe-0/0/1|true",
                "greek=Προμηθεύς|true",
                "face=🙂|true",
                "face=\"\\U0001f642\"|true",
                "face=\"\\xf0\\x9f\\x99\\x82\"|true",
                "face=\"\\360\\237\\231\\202\"|true",
                "face=~.|true", // one character, not two
                "odd=\"a \\\"b\\\" \\\\ c\"|true",
                "host=~\"web\\\\d\"|true",
                "alert.level=2|true",
                "alert.level=~[12]|true",
                "alert.level=1|false",
                "alert.key=\"web1/http\"|true",
                "alert.description=~\"web1: .*\"|false", // a dot is no line break, as in Alertmanager
                "alert.description=~\"(?s)web1: .*\"|true",
                "alert.details_url=~\"https://nms\\\\..*\"|true",
            })
    void match(String text, boolean expected) {
        assertEquals(expected, Matchers.parse(text).match(ALERT));
    }

    @Test
    void alternationIsAnchoredAsAWhole() {
        assertTrue(Matchers.parse("host=~\"web[0-9]|db\"").match(ALERT));
        assertFalse(Matchers.parse("host=~\"db|web\"").match(ALERT));
    }

    @ParameterizedTest
    @CsvSource({
        "group=core, true", // one of several matches
        "group=edge, true",
        "group=other, false",
        "group!=core, false", // the opposite of group=core
        "group!=other, true",
        "group=~c.*, true",
        "group!~c.*, false",
        "group=\"\", false",
    })
    void aTagWithSeveralValues(String text, boolean expected) {
        assertEquals(expected, Matchers.parse(text).match(ALERT));
    }

    @ParameterizedTest
    @CsvSource({
        "nope=\"\", true",
        "nope!=\"\", false",
        "nope=x, false",
        "nope!=x, true",
        "nope=~.*, true",
        "nope=~.+, false",
        "nope!~.+, true",
        "host=\"\", false",
        "host!=\"\", true",
    })
    void aMissingTagCountsAsEmpty(String text, boolean expected) {
        assertEquals(expected, Matchers.parse(text).match(ALERT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|expected a matcher such as 'host=\"web1\"', got ''",
                "{}|expected a matcher such as 'host=\"web1\"', got '{}'",
                ",|',': expected a name at character 1 (',')",
                "{|'{': expected '}' at the end",
                "}|'}': expected a name at character 1 ('}')",
                "host|'host': expected =, !=, =~ or !~ at the end",
                "host web1|'host web1': expected =, !=, =~ or !~ at character 6 ('w')",
                "host=|'host=': expected a value (\"\" for none) at the end",
                "host=web1}|'host=web1}': '}' without '{' at character 10 ('}')",
                "{host=web1|'{host=web1': expected '}' at the end",
                "host=a b|'host=a b': expected a comma at character 8 ('b')",
                "host==a|'host==a': expected a value (\"\" for none) at character 6 ('=')",
                "host=~a{2}|'host=~a{2}': expected a comma at character 8 ('{'); put values with {}!=~,\\\"'` or",
                "host='web1'|'host='web1'': expected a value (\"\" for none) at character 6 (''')",
                "host=\"web1|'host=\"web1': missing closing '\"' at character 6",
                "host=~\"\\d+\"|'host=~\"\\d+\"': '\\d' is not an escape sequence; write a backslash twice",
                "host=\"\\xf0\\x9f\"|'host=\"\\xf0\\x9f\"': quoted text is not UTF-8 at character 6",
                "host=\"\\ud800\"|'host=\"\\ud800\"': no such character",
                "host=\"\\x4\"|'host=\"\\x4\"': expected 2 digits",
                "host=~\"a(\"|'a(' is not a valid regular expression (RE2): missing closing )",
                "host=~\"(?=a)\"|'(?=a)' is not a valid regular expression (RE2): invalid or unsupported Perl syntax",
                "host=~\"(a)\\\\1\"|'(a)\\1' is not a valid regular expression (RE2): invalid escape sequence",
                "alert.age=3|unknown field 'alert.age'; expected a tag or one of alert.description, alert.details_url,",
                "Alert.Level=3|unknown field 'Alert.Level'",
                "\"\"=3|expected the key of a tag, got ''",
            })
    void errorsAreReported(String text, String message) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> Matchers.parse(text));
        assertTrue(String.valueOf(thrown.getMessage()).startsWith(message), thrown::getMessage);
    }

    @Test
    void aLineBreakInQuotesMustBeEscaped() {
        assertThrows(IllegalArgumentException.class, () -> Matchers.parse("host=\"a\nb\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(((a{99}){99}){99}){99}",
                "(?:a{1,1000}){1,1000}",
                "([^]x]{1000}){1000}",
                "(\\)a{1000}){1000}",
                ".{1000}.{1000}.{1000}.{1000}.{1000}.{1000}",
            })
    void aPatternThatNeedsTooMuchMemoryIsRejected(String pattern) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> Regex.parse(pattern));
        assertTrue(String.valueOf(thrown.getMessage()).contains("too large"), thrown::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "([0-9]{1,3}\\.){3}[0-9]{1,3}",
                "([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}",
                "x{0}y{,z",
                "[({]{2}a{1000}",
                "\\{a\\}",
            })
    void anOrdinaryPatternIsAccepted(String pattern) {
        assertEquals(pattern, Regex.parse(pattern).toString());
    }

    @Test
    void deepAndLongPatternsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> Regex.parse("a".repeat(1_001)));
        assertThrows(IllegalArgumentException.class, () -> Regex.parse("(".repeat(500) + "a".repeat(501)));
        assertTrue(Regex.parse("(".repeat(400) + "a" + ")".repeat(400)).matches("a"));
    }

    @Test
    void noPatternHangs() {
        assertQuick("(x+x+)+y", "x".repeat(10_000));
        assertQuick("(a|aa)+$", "a".repeat(10_000) + "b");
        assertQuick("(.*)*(.*)*(.*)*b", "a".repeat(10_000));
    }

    private static void assertQuick(String pattern, String text) {
        Regex regex = Regex.parse(pattern);
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertEquals(false, regex.matches(text)));
    }
}
