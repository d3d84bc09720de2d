package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code zino}. */
public final class ZinoAdapterFactory implements SourceAdapterFactory<ZinoConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public ZinoAdapterFactory() {}

    @Override
    public String type() {
        return "zino";
    }

    @Override
    public Class<ZinoConfig> configType() {
        return ZinoConfig.class;
    }

    @Override
    public SourceAdapter create(ZinoConfig config, SourceContext context) {
        return new ZinoAdapter(config, context);
    }
}
