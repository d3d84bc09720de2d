package io.github.argusglue.plugin.generic;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code generic}. */
public final class GenericAdapterFactory implements SourceAdapterFactory<GenericConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public GenericAdapterFactory() {}

    @Override
    public String type() {
        return "generic";
    }

    @Override
    public Class<GenericConfig> configType() {
        return GenericConfig.class;
    }

    @Override
    public SourceAdapter create(GenericConfig config, SourceContext context) {
        return new GenericAdapter(config, context);
    }
}
