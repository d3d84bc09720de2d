package io.github.argusglue.plugin.generic.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.generic.message.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {
    private static final String DOCUMENT = """
            {'site': 'oslo', 'alerts': {'a/b': {'host': 'web 1', 'port': 443, 'up': false, 'none': null, 'empty': '',
             'labels': {'x': 'y'}, 'url': 'https://g.example.org/d?x=1', 'path': 'a/b c&d=ü', 'odd~name': 'odd'}}}
            """;

    private static Element element() throws RefusedException {
        Element whole = Element.ofDocument(MappingTable.document(DOCUMENT).json());
        return ElementList.of(whole, whole.json().get("alerts")).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/host; web 1",
                "/port; 443",
                "/up; false",
                "/odd~0name; odd",
                "/none|/empty|/host; web 1",
                "/missing|none; none",
                "^/site; oslo",
                "#; a/b",
                "/missing; ''",
                "constant; constant",
                "{/host}:{/port}; web 1:443",
                "{/missing|no host} at {^/site}; no host at oslo",
                "{/host}{/missing}; web 1",
                "{/missing} and {/none}; ''",
                "{{{/port}}}; {443}",
                "device/{#}; device/a/b",
            })
    void takesTheFirstValueThatIsThere(String text, String expected) throws RefusedException {
        assertEquals(expected, Expression.parse(text).text(element()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/url; https://g.example.org/d?x=1",
                "{/url}&y={/path}; https://g.example.org/d?x=1&y=a%2Fb%20c%26d%3D%C3%BC",
                "https://x.example.org/{/path}/end; https://x.example.org/a%2Fb%20c%26d%3D%C3%BC/end",
                "https://{^/site}:{/port}/{/host}; https://oslo:443/web%201",
                "device/{/host}; device/web%201",
            })
    void encodesWhatIsInsertedIntoAUrl(String text, String expected) throws RefusedException {
        assertEquals(expected, Expression.parse(text).url(element()));
    }

    @Test
    void refusesAHostThatIsNone() throws RefusedException {
        Element element = element();
        Expression url = Expression.parse("https://{/path}/x");
        MappingException refused = assertThrows(MappingException.class, () -> url.url(element));
        assertEquals("'a/b c&d=ü' cannot be part of the host name of a URL", refused.getMessage());
    }

    @Test
    void keepsJsonTypes() throws RefusedException {
        assertTrue(Expression.parse("/port").value(element()).isInt());
        assertTrue(Expression.parse("/labels").value(element()).isObject());
        assertTrue(Expression.parse(".").value(element()).has("host"));
        assertTrue(Expression.parse("^").value(element()).has("site"));
        assertTrue(Expression.parse("/none").value(element()).isMissingNode());
    }

    @Test
    void needsEachValueOfAName() throws RefusedException {
        Element element = element();
        Expression name = Expression.parse("{/host}!{/missing}");
        assertEquals(
                "there is no value at '{/host}!{/missing}'",
                assertThrows(MappingException.class, () -> name.required(element))
                        .getMessage());
    }

    @Test
    void anObjectIsNoText() throws RefusedException {
        Element element = element();
        Expression labels = Expression.parse("/labels");
        assertEquals(
                "'/labels' is an object, and a text or number is needed",
                assertThrows(MappingException.class, () -> labels.text(element)).getMessage());
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals("the '{' at character 3 is not closed; write {{ for a literal brace", fault("a {/host"));
        assertEquals("the '}' at character 5 has no opening brace; write }} for a literal brace", fault("host}"));
        String noPointer = " is no JSON Pointer: it must begin with '/', or with '^/' for the whole document";
        assertEquals("'host'" + noPointer, fault("{host}"));
        assertEquals("''" + noPointer, fault("{}"));
        assertEquals("'^host'" + noPointer, fault("^host"));
    }

    private static String fault(String text) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Expression.parse(text))
                .getMessage());
    }
}
