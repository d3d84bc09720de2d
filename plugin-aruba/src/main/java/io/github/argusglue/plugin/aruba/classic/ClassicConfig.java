package io.github.argusglue.plugin.aruba.classic;

import io.github.argusglue.plugin.aruba.alert.AlertConfig;
import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.DefaultInterval;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Configuration of a source of type {@code aruba-central-classic}. Two requests every two minutes are 1,440 of the
 * 5,000 that Central permits in a day.
 *
 * @param endpoint API gateway of the cluster
 * @param clientId client ID of the application
 * @param clientSecret client secret of the application
 * @param refreshToken refresh token as it was made in Central
 * @param accessToken access token as it was made in Central
 * @param kinds which alerts are reported
 * @param aps how access points are reported
 * @param alertWindow how old an alert may be
 * @param acknowledge whether acknowledgements go to Central
 * @param webhookSecret token with which webhooks are signed
 */
@DefaultInterval("2m")
@CommonKeys({"webhook_secret", "acknowledge"})
public record ClassicConfig(
        @Inline HttpEndpoint endpoint,

        @Doc("Client ID of the application in Central's API gateway")
        String clientId,

        @Doc("Client secret of the application") Secret clientSecret,

        @Doc("Refresh token that was made for the application. Central replaces it at each use; the later ones are kept"
                + " in `state_dir`")
        Secret refreshToken,

        @Doc("Access token that was made with it; valid for two hours. Only for `try` and `demo`, and for `plan`"
                + " before argus-glue has run, since these must not use the refresh token")
        Optional<Secret> accessToken,

        @Inline AlertConfig kinds,
        @Inline ApConfig aps,

        @Doc("How far back alerts are read; one that began earlier counts as over")
        @Default("30d")
        @Range(min = "1d", max = "90d")
        Duration alertWindow,

        @Doc("Whether an acknowledgement in Argus acknowledges the alert in Central") @Default("false")
        boolean acknowledge,

        @Doc("Token of the webhook in Central, with which it signs what it sends")
        Optional<Secret> webhookSecret) {
    private static final int USUAL_CALLS = 5_000;

    /**
     * Checks the credentials.
     *
     * @throws IllegalArgumentException if there is no client, or there are other credentials
     */
    public ClassicConfig {
        if (endpoint.access().token().isPresent()
                || endpoint.access().username().isPresent()) {
            throw new IllegalArgumentException("this type signs in with 'client_id', 'client_secret' and"
                    + " 'refresh_token': remove 'token', 'username' and 'password'");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("'client_id' is empty");
        }
    }

    /** Returns how to reach the gateway, with Central's usual limit unless there is another one. */
    HttpAccess access() {
        HttpAccess given = endpoint.access();
        return given.requestsPerDay().isPresent()
                ? given
                : given.toBuilder().requestsPerDay(USUAL_CALLS).build();
    }
}
