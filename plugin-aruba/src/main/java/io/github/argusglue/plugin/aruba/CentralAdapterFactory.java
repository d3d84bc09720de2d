package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.central.CentralAdapter;
import io.github.argusglue.plugin.aruba.central.CentralConfig;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code aruba-central}: HPE Aruba Networking Central on GreenLake ("New Central"). */
public final class CentralAdapterFactory implements SourceAdapterFactory<CentralConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public CentralAdapterFactory() {}

    @Override
    public String type() {
        return "aruba-central";
    }

    @Override
    public Class<CentralConfig> configType() {
        return CentralConfig.class;
    }

    @Override
    public SourceAdapter create(CentralConfig config, SourceContext context) {
        return new CentralAdapter(config, context);
    }
}
