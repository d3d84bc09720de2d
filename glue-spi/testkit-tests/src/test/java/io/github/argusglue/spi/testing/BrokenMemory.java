package io.github.argusglue.spi.testing;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on an engine that is broken in the way that the run asks for. Run by {@link MemoryFaultsTest} only. */
@ExtendWith(BrokenMemory.FaultOfTheRun.class)
final class BrokenMemory extends MemoryContract {
    static final String PARAMETER = "kit.memory";

    BrokenMemory(MemoryFault fault) {
        super(fault);
    }

    /** Passes on the fault that is a parameter of the run. */
    static final class FaultOfTheRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == MemoryFault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return MemoryFault.valueOf(
                    context.getConfigurationParameter(PARAMETER).orElseThrow());
        }
    }
}
