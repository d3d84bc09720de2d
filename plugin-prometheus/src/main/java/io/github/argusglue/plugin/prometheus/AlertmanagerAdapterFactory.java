package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code alertmanager}. */
public final class AlertmanagerAdapterFactory implements SourceAdapterFactory<AlertmanagerConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public AlertmanagerAdapterFactory() {}

    @Override
    public String type() {
        return "alertmanager";
    }

    @Override
    public Class<AlertmanagerConfig> configType() {
        return AlertmanagerConfig.class;
    }

    @Override
    public SourceAdapter create(AlertmanagerConfig config, SourceContext context) {
        return new AlertmanagerAdapter(config, context);
    }
}
