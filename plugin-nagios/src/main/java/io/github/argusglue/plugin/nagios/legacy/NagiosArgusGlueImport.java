package io.github.argusglue.plugin.nagios.legacy;

import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.ImportedConfig;

/** Converts the configuration of nagios-argus-glue, for {@code argus-glue init --from-nagios-argus-glue}. */
public final class NagiosArgusGlueImport implements ConfigImport<SunetConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public NagiosArgusGlueImport() {}

    @Override
    public String name() {
        return "nagios-argus-glue";
    }

    @Override
    public String program() {
        return "nagios-argus-glue";
    }

    @Override
    public Class<SunetConfig> fileType() {
        return SunetConfig.class;
    }

    @Override
    public ImportedConfig convert(SunetConfig file) {
        return file.convert()
                .note(
                        SunetConfig.SOURCE,
                        "notifications_off",
                        "As before, problems without notifications open no incident; recoveries now end one.")
                .build();
    }
}
