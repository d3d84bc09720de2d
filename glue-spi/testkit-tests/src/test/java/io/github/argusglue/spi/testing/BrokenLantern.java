package io.github.argusglue.spi.testing;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on an adapter that is broken in the way that the run asks for. Run by {@link FaultsTest} only. */
@ExtendWith(BrokenLantern.FaultOfTheRun.class)
final class BrokenLantern extends LanternContract {
    static final String PARAMETER = "kit.lantern";

    BrokenLantern(LanternFault fault) {
        super(fault);
    }

    /** Passes on the fault that is a parameter of the run. */
    static final class FaultOfTheRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LanternFault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return LanternFault.valueOf(
                    context.getConfigurationParameter(PARAMETER).orElseThrow());
        }
    }
}
