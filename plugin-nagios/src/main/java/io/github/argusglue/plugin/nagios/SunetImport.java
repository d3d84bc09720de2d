package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.Optional;

/** Converts the configuration of nglue-api or nagios-argus-glue, which differ in what they reported. */
abstract class SunetImport implements ConfigImport<SunetImport.SunetConfig> {
    private static final String SOURCE = "sources.nagios";
    private final String program;

    private SunetImport(String program) {
        this.program = program;
    }

    /** For {@code argus-glue init --from-nglue}. */
    public static final class Nglue extends SunetImport {
        public Nglue() {
            super("nglue");
        }
    }

    /** For {@code argus-glue init --from-nagios-argus-glue}. */
    public static final class NagiosArgusGlue extends SunetImport {
        public NagiosArgusGlue() {
            super("nagios-argus-glue");
        }
    }

    /**
     * {@code config.py} of both programs: assignments of strings, which are also TOML. Both import {@code config_url};
     * their examples call it {@code argus_url}.
     */
    record SunetConfig(Secret configToken, Optional<URI> configUrl, Optional<URI> argusUrl) {
        SunetConfig {
            if (!configToken.reveal().matches("[!-~]+")) {
                throw new IllegalArgumentException("'config_token' must be printable ASCII without spaces");
            }
            URI url = configUrl
                    .or(() -> argusUrl)
                    .orElseThrow(() -> new IllegalArgumentException("'config_url' is missing: the URL of Argus' API"));
            HttpEndpoint.requireHttp(configUrl.isPresent() ? "config_url" : "argus_url", url);
        }
    }

    @Override
    public String name() {
        return program;
    }

    @Override
    public String program() {
        return program;
    }

    @Override
    public Class<SunetConfig> fileType() {
        return SunetConfig.class;
    }

    @Override
    public ImportedConfig convert(SunetConfig file) {
        ImportedConfig.Builder result = ImportedConfig.builder();
        result.set(SOURCE, "type", "nagios", "");
        result.set(SOURCE, "config_file", "/etc/nagios4/nagios.cfg", "Check this: the main file of Nagios or Naemon.");
        String urlKey = file.configUrl.isPresent() ? "config_url" : "argus_url";
        String url = file.configUrl.or(file::argusUrl).orElseThrow().toString();
        URI site = URI.create(url.replaceFirst("/+api(/+v[0-9]+)?/*$", ""));
        result.carry(urlKey, "argus", "url", site, "without /api/v2, which argus-glue appends itself");
        file.configUrl
                .flatMap(used -> file.argusUrl)
                .ifPresent(unused -> result.drop("argus_url", "the program imported config_url"));
        result.carry("config_token", SOURCE, "argus_token", file.configToken, "the incidents belong to its user");
        if (program.equals("nglue")) {
            result.set(SOURCE, "host_down", "show", "As before, services of a host that is down are reported, too.");
            result.note(SOURCE, "notifications_off", "Problems without notifications were reported, as with \"show\".");
        } else {
            // Nagios does not count the attempts of a service while its host is down.
            result.note(SOURCE, "host_down", "As before, problems that begin while the host is down open no incident.");
            result.note(SOURCE, "notifications_off", "As before, no incident is opened; but recoveries now end one.");
        }
        result.note(SOURCE, "unreachable", "Hosts behind one that is down were reported, too; \"show\" does the same.");
        result.note(SOURCE, "downtime", "Downtimes were not regarded; \"show\" does the same.");
        return result.build();
    }
}
