package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityTest {
    @ParameterizedTest
    @EnumSource(Severity.class)
    void everySeverityHasItsOwnLevel(Severity severity) {
        assertEquals(severity, Severity.ofLevel(severity.level()));
    }

    @Test
    void levelOneIsMostSevere() {
        assertEquals(Severity.CRITICAL, Severity.ofLevel(1));
        assertEquals(Severity.INFORMATION, Severity.ofLevel(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, -1})
    void refusesOtherLevels(int level) {
        assertThrows(IllegalArgumentException.class, () -> Severity.ofLevel(level));
    }
}
