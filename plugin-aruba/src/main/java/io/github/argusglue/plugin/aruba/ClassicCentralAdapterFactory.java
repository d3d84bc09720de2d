package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.classic.ClassicAdapter;
import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Creates adapters of type {@code aruba-central-classic}: Aruba Central before it moved to GreenLake ("classic"). */
public final class ClassicCentralAdapterFactory implements SourceAdapterFactory<ClassicConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public ClassicCentralAdapterFactory() {}

    @Override
    public String type() {
        return "aruba-central-classic";
    }

    @Override
    public Class<ClassicConfig> configType() {
        return ClassicConfig.class;
    }

    @Override
    public SourceAdapter create(ClassicConfig config, SourceContext context) {
        return new ClassicAdapter(config, context);
    }
}
