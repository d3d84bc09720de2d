package io.github.argusglue.plugin.aruba.alert;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * How access points that are down become incidents.
 *
 * @param apDownFor how long one must be down
 * @param apDownLevel level of the incident
 * @param detailsUrl template of the link
 */
public record ApConfig(
        @Doc("How long an access point must be down before it is reported, so that a restart is no incident")
        @Default("2m")
        @Range(min = "0s", max = "1d")
        Duration apDownFor,

        @Doc("Level in Argus, 1 (critical) to 5 (information), of an access point that is down")
        @Default("3")
        @Range(min = "1", max = "5")
        int apDownLevel,

        @Doc("Link of incidents, with the placeholders `{serial}`, `{mac}`, `{name}` and `{site}`")
        Optional<String> detailsUrl) {

    /**
     * Checks the template.
     *
     * @throws IllegalArgumentException if it is not a URL
     */
    public ApConfig {
        detailsUrl.ifPresent(template -> {
            try {
                new URI(template.replaceAll("\\{(serial|mac|name|site)}", "x"));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(
                        "'details_url' is not a URL; placeholders are {serial}, {mac}, {name} and {site}: '" + template
                                + "'",
                        e);
            }
        });
    }
}
