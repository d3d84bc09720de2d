package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.aos8.Aos8Adapter;
import io.github.argusglue.plugin.aruba.aos8.Aos8Config;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code aruba-aos8}: controllers with ArubaOS 8. */
public final class Aos8AdapterFactory implements SourceAdapterFactory<Aos8Config> {

    /** For {@link java.util.ServiceLoader}. */
    public Aos8AdapterFactory() {}

    @Override
    public String type() {
        return "aruba-aos8";
    }

    @Override
    public Class<Aos8Config> configType() {
        return Aos8Config.class;
    }

    @Override
    public SourceAdapter create(Aos8Config config, SourceContext context) {
        return new Aos8Adapter(config, context);
    }
}
