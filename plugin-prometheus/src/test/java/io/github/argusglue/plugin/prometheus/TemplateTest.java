package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates: what is missing is passed over, and nothing makes them fail. */
class TemplateTest {
    private static final String LINK = "http://prom:9090/graph?g0.expr=up";

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {alertname}: {annotation.summary}        ; LinkDown: it is down
                    {alertname}: {annotation.nosuch}         ; LinkDown
                    {annotation.nosuch} - {alertname}        ; LinkDown
                    {alertname} ({annotation.nosuch})        ; LinkDown ()
                    {annotation.nosuch|annotation.summary}   ; it is down
                    {annotation.nosuch|"no text"}            ; no text
                    {label.service.name} {service.name}      ; dns dns
                    {generatorURL}                           ; http://prom:9090/graph?g0.expr=up
                    {fingerprint}                            ; 0123456789abcdef
                    { annotation.nosuch | alertname }        ; LinkDown
                    {annotation.long}                        ; one two
                    plain text:                              ; plain text:
                    """)
    void renders(String template, String expected) {
        assertEquals(
                expected,
                Template.parse("description", template).render(Samples.united(labels(), annotations()), LINK));
    }

    @Test
    void isEmptyWhereNothingIsThere() {
        assertEquals(
                "",
                Template.parse("description", "{nosuch}: {annotation.nosuch}")
                        .render(Samples.united(labels(), Map.of()), ""));
    }

    @Test
    void namesTheKeyOfATemplateThatIsNotWellFormed() {
        for (String bad : new String[] {"{alertname", "{}", "{a||b}", "{|a}"}) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> Template.parse("details_url", bad))
                            .getMessage());
            assertTrue(message.startsWith("'details_url' "), message);
        }
    }

    private static Map<String, String> labels() {
        return Map.of("alertname", "LinkDown", "service.name", "dns");
    }

    private static Map<String, String> annotations() {
        return Map.of("summary", " it is down ", "long", "one\n  two", "blank", " ");
    }
}
