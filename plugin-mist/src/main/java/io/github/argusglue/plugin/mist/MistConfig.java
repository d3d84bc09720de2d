package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Configuration of a source of type {@code mist}.
 *
 * @param region cloud of Mist by its name
 * @param url address of the API, instead of the region
 * @param org id of the organisation
 * @param access token, timeout, proxy and budget
 * @param webhookSecret secret of the webhook
 * @param devices which disconnected devices are reported
 * @param alarms which alarms are reported
 * @param display how they are shown in Argus
 */
@CommonKeys({"region", "webhook_secret"})
record MistConfig(
        @Doc("Cloud of the organisation: the part of the portal's address after `manage.`, such as `eu` for"
                + " manage.eu.mist.com, `global` for manage.mist.com, or the vendor's name, such as `emea-01`")
        Optional<String> region,

        @Doc("Address of the API, instead of `region`: `https://api.eu.mist.com`")
        Optional<URI> url,

        @Doc("Id of the organisation, as in the address of the portal (`org_id`)")
        String org,

        @Inline(require = "token") HttpAccess access,

        @Doc("Secret of the webhook in Mist. A webhook only makes argus-glue read at once")
        Optional<Secret> webhookSecret,

        @Inline DevicesConfig devices,
        @Inline AlarmsConfig alarms,
        @Inline DisplayConfig display) {

    private static final int REQUESTS_PER_HOUR = 5000;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /**
     * Checks that there is one cloud, an organisation and something to report.
     *
     * @throws IllegalArgumentException if not
     */
    MistConfig {
        if (region.isPresent() == url.isPresent()) {
            throw new IllegalArgumentException(
                    "set either 'region', such as \"eu\", or 'url', such as \"https://api.eu.mist.com\"");
        }
        region.ifPresent(Regions::api);
        url.ifPresent(address -> HttpEndpoint.requireHttp("url", address));
        if (!UUID.matcher(org).matches()) {
            throw new IllegalArgumentException("'org' must be the id of the organisation, like"
                    + " 2818e386-8dec-2562-9ede-5b8a0fbbdc71, not '" + org + "': it is in the address of the portal");
        }
        if (devices.isOff() && alarms.isOff()) {
            throw new IllegalArgumentException("nothing is reported: 'device_types', 'marvis_types',"
                    + " 'infrastructure_types' and 'notice_types' are all empty");
        }
        alarms.requireNoDoubles(devices);
    }

    URI api() {
        return url.orElseGet(() -> Regions.api(region.orElseThrow()));
    }

    /**
     * Returns the access as Mist wants it: its word before the token, and by default not more requests than it answers.
     */
    HttpAccess mistAccess() {
        HttpAccess.Builder builder = access.toBuilder().tokenScheme("Token");
        if (access.requestsPerHour().isEmpty()) {
            builder.requestsPerHour(REQUESTS_PER_HOUR);
        }
        return builder.build();
    }
}
