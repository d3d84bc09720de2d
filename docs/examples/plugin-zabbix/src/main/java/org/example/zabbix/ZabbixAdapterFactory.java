package org.example.zabbix;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters; named in {@code META-INF/services}. */
public final class ZabbixAdapterFactory implements SourceAdapterFactory<ZabbixConfig> {
    @Override
    public String type() {
        return "zabbix";
    }

    @Override
    public Class<ZabbixConfig> configType() {
        return ZabbixConfig.class;
    }

    @Override
    public SourceAdapter create(ZabbixConfig config, SourceContext context) {
        return new ZabbixAdapter(config, context);
    }
}
