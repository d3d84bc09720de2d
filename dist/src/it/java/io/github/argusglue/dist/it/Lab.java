package io.github.argusglue.dist.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Provides one Argus server to the tests, which starts with the first test and stops after the last. */
public final class Lab implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(Lab.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LabArgus.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(LabArgus.class, type -> LabArgus.start(), LabArgus.class);
    }
}
