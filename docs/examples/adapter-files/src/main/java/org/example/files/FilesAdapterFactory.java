package org.example.files;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;

/** Makes the adapter; named in META-INF/services, which is where argus-glue finds it. */
public final class FilesAdapterFactory implements SourceAdapterFactory<FilesConfig> {

    @Override
    public String type() {
        return "files";
    }

    @Override
    public Class<FilesConfig> configType() {
        return FilesConfig.class;
    }

    @Override
    public SourceAdapter create(FilesConfig config, SourceContext context) {
        return new FilesAdapter(config);
    }
}
