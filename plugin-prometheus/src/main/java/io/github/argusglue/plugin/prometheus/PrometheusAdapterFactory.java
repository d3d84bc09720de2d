package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code prometheus}. */
public final class PrometheusAdapterFactory implements SourceAdapterFactory<PrometheusConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public PrometheusAdapterFactory() {}

    @Override
    public String type() {
        return "prometheus";
    }

    @Override
    public Class<PrometheusConfig> configType() {
        return PrometheusConfig.class;
    }

    @Override
    public SourceAdapter create(PrometheusConfig config, SourceContext context) {
        return new PrometheusAdapter(config, context);
    }
}
