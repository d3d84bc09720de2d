package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of {@link LanternSystem}. */
public final class LanternAdapterFactory implements SourceAdapterFactory<LanternConfig> {
    @Override
    public String type() {
        return "lantern";
    }

    @Override
    public Class<LanternConfig> configType() {
        return LanternConfig.class;
    }

    @Override
    public SourceAdapter create(LanternConfig config, SourceContext context) {
        return new LanternAdapter(config, context);
    }
}
