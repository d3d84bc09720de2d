package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.DisplayConfig.WebInterface;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code icinga2}: Icinga 2, read through its API. */
public final class IcingaAdapterFactory implements SourceAdapterFactory<IcingaConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public IcingaAdapterFactory() {}

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
        Backend backend = new IcingaBackend(config.endpoint(), context);
        return new NagiosAdapter(backend, config.alerts(), WebInterface.ICINGADB, context);
    }
}
