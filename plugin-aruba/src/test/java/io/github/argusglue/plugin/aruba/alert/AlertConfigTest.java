package io.github.argusglue.plugin.aruba.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kinds of alerts are wanted. */
class AlertConfigTest {
    private static AlertConfig config(boolean accessPoints, List<String> wanted, List<String> ignored) {
        return new AlertConfig(accessPoints, true, wanted, ignored, List.of("4", "AP disconnected"), Map.of());
    }

    private static VendorAlert.Type type(String id, String name, String category) {
        return new VendorAlert.Type(id, name, category, "Access Point");
    }

    @ParameterizedTest
    @CsvSource({
        "102, true",
        "AP CPU Utilization, true",
        "ap_cpu_utilization, true",
        "AP*, true",
        "system, true",
        "*, true",
        "AP CPU, false",
        "10, false",
        "Clients, false"
    })
    void patternIsANumberANameOrACategory(String pattern, boolean fits) {
        VendorAlert.Type type = type("102", "AP CPU Utilization", "System");
        assertEquals(
                fits, config(true, List.of(pattern), List.of()).leftOutBy(type).isEmpty());
        assertEquals(
                !fits, config(true, List.of(), List.of(pattern)).leftOutBy(type).isEmpty());
    }

    @Test
    void alertWithoutNamesFitsNoPatternOfNothing() {
        assertEquals(
                false,
                config(true, List.of("-"), List.of())
                        .leftOutBy(type("", "", ""))
                        .isEmpty());
    }

    @Test
    void apDownIsWantedOnlyWithoutTheList() {
        VendorAlert.Type down = type("", "AP_DISCONNECTED", "System");
        assertEquals(false, config(true, List.of(), List.of()).leftOutBy(down).isEmpty());
        assertEquals(true, config(false, List.of(), List.of()).leftOutBy(down).isEmpty());
    }

    @Test
    void unknownSeverityAndNothingToReadAreRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new AlertConfig(true, true, List.of(), List.of(), List.of(), Map.of("urgent", 1)));
        assertTrue(String.valueOf(e.getMessage()).contains("'urgent'"), e::toString);
        assertThrows(
                IllegalArgumentException.class,
                () -> new AlertConfig(false, false, List.of(), List.of(), List.of(), Map.of()));
    }
}
