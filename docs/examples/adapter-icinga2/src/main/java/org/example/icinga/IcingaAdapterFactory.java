package org.example.icinga;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters; named in {@code META-INF/services}. */
public final class IcingaAdapterFactory implements SourceAdapterFactory<IcingaConfig> {

    @Override
    public String type() {
        return "icinga2";
    }

    @Override
    public Class<IcingaConfig> configType() {
        return IcingaConfig.class;
    }

    @Override
    public SourceAdapter create(IcingaConfig config, SourceContext context) {
        return new IcingaAdapter(config, context);
    }
}
