package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code mist}. */
public final class MistAdapterFactory implements SourceAdapterFactory<MistConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public MistAdapterFactory() {}

    @Override
    public String type() {
        return "mist";
    }

    @Override
    public Class<MistConfig> configType() {
        return MistConfig.class;
    }

    @Override
    public SourceAdapter create(MistConfig config, SourceContext context) {
        return new MistAdapter(config, context);
    }
}
