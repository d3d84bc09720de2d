package io.github.argusglue.plugin.nagios.legacy;

import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.ImportedConfig;

/** Converts the configuration of nglue-api, for {@code argus-glue init --from-nglue}. */
public final class NglueImport implements ConfigImport<SunetConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public NglueImport() {}

    @Override
    public String name() {
        return "nglue";
    }

    @Override
    public String program() {
        return "nglue";
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
                        "Problems without notifications were reported, too; \"show\" does the same.")
                .note(
                        SunetConfig.SOURCE,
                        "hook_token",
                        "Only if nglue is to stay for a while:"
                                + " NGLUE_SERVER=http://nglue:TOKEN@HOST:PORT/hooks/nagios announces changes here.")
                .build();
    }
}
