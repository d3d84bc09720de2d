package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates: missing values are skipped, and rendering never fails. */
class AlertTemplateTest {
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
                AlertTemplate.parse("description", template).render(Samples.merged(labels(), annotations()), LINK));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    https://x/d?host={instance}&z=1     ; gw1&admin=1#x     ; https://x/d?host=gw1%26admin%3D1%23x&z=1
                    https://x/host/{instance}           ; a/../../logout    ; https://x/host/a%2F..%2F..%2Flogout
                    https://x/host/{instance}/cpu       ; ..                ; ''
                    https://x/host/{instance}           ; .                 ; ''
                    https://x/host/{instance}           ; gw 1:9100%        ; https://x/host/gw%201%3A9100%25
                    {instance}?from={instance}          ; https://y/a?b=c#d ; https://y/a?b=c#d?from=https%3A%2F%2Fy%2Fa%3Fb%3Dc%23d
                    https://x/{nosuch|"all"}            ; gw1               ; https://x/all
                    """)
    void aValueInAUrlIsOnlyAValue(String template, String instance, String expected) {
        assertEquals(
                expected,
                AlertTemplate.parse("details_url", template)
                        .renderUrl(Samples.merged(Map.of("instance", instance), Map.of()), LINK));
    }

    @Test
    void missingValuesAreEmpty() {
        assertEquals(
                "",
                AlertTemplate.parse("description", "{nosuch}: {annotation.nosuch}")
                        .render(Samples.merged(labels(), Map.of()), ""));
    }

    @Test
    void invalidTemplateNamesTheKey() {
        for (String bad : new String[] {"{alertname", "{}", "{a||b}", "{|a}"}) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> AlertTemplate.parse("details_url", bad))
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
