package io.github.argusglue.core.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
    private static final ReadableAlert ALERT = new AlertView(Alert.builder(AlertId.unique("4711"), Instant.EPOCH)
            .severity(Severity.LOW)
            .description("old text")
            .detailsUrl(URI.create("https://a.example.org/x"))
            .tag("host", "web 1/ü")
            .tag("group", "core")
            .tag("group", "edge")
            .tag("page", "https://b.example.org/y?z=1")
            .build());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "{host}: {alert.description}|web 1/ü: old text",
                "level {alert.level} of {alert.key}|level 4 of 4711",
                "{group}|core, edge",
                "{nope}-{host}|-web 1/ü",
                "{{host}} {host}|{host} web 1/ü",
                "costs 5$ or $$1 or $x|costs 5$ or $1 or $x",
                "{alert.details_url}#{host}|https://a.example.org/x#web 1/ü",
                "$1 and ${site} and $0|one and two and one.two",
            })
    void fill(String template, String expected) {
        Regex.Groups groups = Regex.parse("(\\w+)\\.(?P<site>\\w+)").groups("one.two");
        assertEquals(expected, Template.parse(template).fill(ALERT, groups == null ? Regex.Groups.NONE : groups));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://nms.example.org/?h={host}&k={alert.key}|https://nms.example.org/?h=web%201%2F%C3%BC&k=4711",
                "{page}|https://b.example.org/y?z=1",
                "{page}&h={host}|https://b.example.org/y?z=1&h=web%201%2F%C3%BC",
            })
    void valuesInAUrlAreEncodedExceptAtTheBeginning(String template, String expected) {
        assertEquals(expected, Template.parse(template).fillAddress(ALERT, Regex.Groups.NONE));
    }

    @Test
    void aDotOrTwoCannotLeaveTheirPlaceInAUrl() {
        for (String value : new String[] {".", ".."}) {
            ReadableAlert alert = new AlertView(Alert.builder(AlertId.unique("4711"), Instant.EPOCH)
                    .tag("host", value)
                    .build());
            assertNull(Template.parse("https://nms.example.org/h/{host}/log").fillAddress(alert, Regex.Groups.NONE));
            assertEquals("host " + value, Template.parse("host {host}").fill(alert, Regex.Groups.NONE));
        }
    }

    @Test
    void aTemplateWithoutValuesIsNotApplied() {
        assertNull(Template.parse("https://nms.example.org/?h={nope}").fillAddress(ALERT, Regex.Groups.NONE));
        assertNull(Template.parse("{nope} {nope2}").fill(ALERT, Regex.Groups.NONE));
        assertEquals("", Template.parse("").fill(ALERT, Regex.Groups.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a {host|'a {host': the '{' at character 3 is not closed; write {{ for a literal brace",
                "a ${1|'a ${1': the '{' at character 4 is not closed; write {{ for a literal brace",
                "a} b|'a} b': the '}' at character 2 has no opening brace; write }} for a literal brace",
                "{}|expected the key of a tag, got ''",
                "{alert.x}|unknown field 'alert.x'; expected a tag or one of alert.description, alert.details_url,"
                        + " alert.key, alert.level",
            })
    void errorsAreReported(String template, String message) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> Template.parse(template));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void groupsMustExist() {
        Regex regex = Regex.parse("(a)(?P<b>b)");
        Template.parse("$0 $1 $2 ${2} ${b}").check(regex);
        for (String bad : List.of("$3", "${c}", "${}", "${12345}")) {
            assertThrows(
                    IllegalArgumentException.class, () -> Template.parse(bad).check(regex), bad);
        }
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> Template.parse("$1").check(null));
        assertEquals(
                "'$1' uses group '1' of 'regex', and the rule has no 'regex'; write $$ for a literal dollar sign",
                thrown.getMessage());
    }

    @Test
    void equalTextsAreEqual() {
        assertEquals(Template.parse("{a}"), Template.parse("{a}"));
        assertEquals(Template.parse("{a}").hashCode(), Template.parse("{a}").hashCode());
        assertNotEquals(Template.parse("{a}"), Template.parse("{b}"));
        assertEquals(Regex.parse("a"), Regex.parse("a"));
        assertEquals(Matchers.parse("a=b"), Matchers.parse("a=b"));
        assertTrue(Matchers.parse("a=b").toString().equals("a=b"));
    }
}
