package io.github.argusglue.plugin.nagios.legacy;

import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code config.py} of nglue-api and nagios-argus-glue: assignments of strings, which are also TOML. Both programs
 * import {@code config_url}; their examples call it {@code argus_url}.
 */
record SunetConfig(String configToken, Optional<URI> configUrl, Optional<URI> argusUrl) {
    static final String SOURCE = "sources.nagios";

    private static final String ARGUS = "argus";
    private static final Pattern API = Pattern.compile("(.*?)/+api(/+v[0-9]+)?/*");

    SunetConfig {
        if (!configToken.chars().allMatch(c -> c > ' ' && c < 0x7f) || configToken.isEmpty()) {
            throw new IllegalArgumentException("'config_token' must be one line of printable ASCII without spaces");
        }
        if (configUrl.isEmpty() && argusUrl.isEmpty()) {
            throw new IllegalArgumentException("'config_url' is missing: the URL of Argus' API");
        }
        configUrl.ifPresent(url -> HttpEndpoint.requireHttp("config_url", url));
        argusUrl.ifPresent(url -> HttpEndpoint.requireHttp("argus_url", url));
    }

    /** Converts what both programs have in common. */
    ImportedConfig.Builder convert() {
        ImportedConfig.Builder result = ImportedConfig.builder();
        result.set(SOURCE, "type", "nagios", "");
        result.set(
                SOURCE,
                "config_file",
                "/etc/nagios4/nagios.cfg",
                "Check this: the main configuration of Nagios or Naemon on this machine.");
        if (configUrl.isPresent()) {
            url("config_url", configUrl.get(), result);
            argusUrl.ifPresent(unused -> result.drop("argus_url", "the program imported config_url"));
        } else {
            url("argus_url", argusUrl.orElseThrow(), result);
        }
        result.carry(
                "config_token",
                SOURCE,
                "argus_token",
                Secret.of(configToken),
                "must stay the same, or existing incidents are not found");
        result.note(SOURCE, "host_down", "Services of a host that is down were reported, too; \"show\" does the same.");
        result.note(SOURCE, "unreachable", "Hosts behind one that is down were reported, too; \"show\" does the same.");
        result.note(SOURCE, "downtime", "Downtimes were not regarded; \"show\" does the same.");
        return result;
    }

    private static void url(String key, URI url, ImportedConfig.Builder result) {
        Matcher api = API.matcher(url.toString());
        if (api.matches()) {
            String remark = "without the API path, which argus-glue appends itself";
            result.carry(key, ARGUS, "url", URI.create(api.group(1)), remark);
        } else {
            result.carry(key, ARGUS, "url", url, "it did not end with /api/v2; argus-glue appends that path");
        }
    }

    @Override
    public String toString() {
        return "SunetConfig[configUrl=" + configUrl + ", argusUrl=" + argusUrl + "]";
    }
}
