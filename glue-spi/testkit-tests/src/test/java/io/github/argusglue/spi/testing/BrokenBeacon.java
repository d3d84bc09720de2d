package io.github.argusglue.spi.testing;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on an adapter that is broken in the way that the run asks for. Run by {@link FaultsTest} only. */
@ExtendWith(BrokenBeacon.FaultOfTheRun.class)
final class BrokenBeacon extends BeaconContract {
    static final String PARAMETER = "kit.fault";

    BrokenBeacon(Fault fault) {
        super(fault);
    }

    /** Passes on the fault that is a parameter of the run. */
    static final class FaultOfTheRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Fault.valueOf(context.getConfigurationParameter(PARAMETER).orElseThrow());
        }
    }
}
