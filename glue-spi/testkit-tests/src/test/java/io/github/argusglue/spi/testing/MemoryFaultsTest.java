package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link FaultsTest}, for the engines of clusters. At once, because most of these faults are found by waiting. */
@Execution(ExecutionMode.CONCURRENT)
final class MemoryFaultsTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void faultIsCaught(MemoryFault fault) {
        String line = FaultsTest.failureOf(BrokenMemory.class, BrokenMemory.PARAMETER, fault.name(), fault.test());
        assertTrue(line.contains(fault.line()), line);
    }
}
