package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each fault is caught, by the right test, with a line that says what is wrong and which rule is broken. */
final class FaultsTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void faultIsCaught(Fault fault) {
        check(BrokenBeacon.class, BrokenBeacon.PARAMETER, fault.name(), fault.test(), fault.line(), fault.rule());
    }

    static void check(Class<?> broken, String parameter, String fault, String test, String says, Rule rule) {
        String line = failureOf(broken, parameter, fault, test);
        assertTrue(line.contains(says), line);
        assertTrue(line.contains(rule.place()), line);
    }

    /** Runs one test with a fault, and returns the message with which it fails. */
    static String failureOf(Class<?> broken, String parameter, String fault, String test) {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .configurationParameter(parameter, fault)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .selectors(selectMethod(broken, test))
                .execute()
                .testEvents()
                .failed()
                .list();
        assertEquals(1, failed.size(), "the fault is not caught by " + test);
        return failed.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }
}
