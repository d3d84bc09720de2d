package org.example.nav;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters; named in {@code META-INF/services}. */
public final class NavAdapterFactory implements SourceAdapterFactory<NavConfig> {

    @Override
    public String type() {
        return "nav";
    }

    @Override
    public Class<NavConfig> configType() {
        return NavConfig.class;
    }

    @Override
    public SourceAdapter create(NavConfig config, SourceContext context) {
        return new NavAdapter(config, context);
    }
}
