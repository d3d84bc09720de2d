package io.github.argusglue.spi.testing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link FaultsTest}, for the abilities of {@link LanternAdapter}; a class of its own, so that both run at once. */
final class LanternFaultsTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void faultIsCaught(LanternFault fault) {
        FaultsTest.check(
                BrokenLantern.class, BrokenLantern.PARAMETER, fault.name(), fault.test(), fault.line(), fault.rule());
    }
}
