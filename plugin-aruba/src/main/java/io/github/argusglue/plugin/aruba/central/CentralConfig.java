package io.github.argusglue.plugin.aruba.central;

import io.github.argusglue.plugin.aruba.alert.AlertConfig;
import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Configuration of a source of type {@code aruba-central}.
 *
 * @param endpoint API of the cluster
 * @param clientId name of the API client
 * @param clientSecret password of the API client
 * @param tokenUrl where the API client signs in
 * @param kinds which alerts are reported
 * @param aps how access points are reported
 * @param deferred what a deferred alert is
 * @param clear whether alerts are cleared
 * @param webhookSecret secret with which webhooks are signed
 * @param webhookHeader header with the signature
 */
@CommonKeys({"token_url", "webhook_secret"})
public record CentralConfig(
        @Inline HttpEndpoint endpoint,
        @Doc("Client ID of the API client") String clientId,
        @Doc("Client secret of the API client") Secret clientSecret,

        @Doc("Where the API client signs in. For a workspace with an address of its own:"
                + " `https://global.api.greenlake.hpe.com/authorization/v2/oauth2/WORKSPACE/token`")
        @Default("https://sso.common.cloud.hpe.com/as/token.oauth2")
        URI tokenUrl,

        @Inline AlertConfig kinds,
        @Inline ApConfig aps,

        @Doc("What becomes of an alert that somebody has deferred: it is open and `acknowledged`, or counts as `closed`"
                + " until it is active again")
        @Default("acknowledged")
        Deferred deferred,

        @Doc("Whether an alert is cleared in Central when a person closes its incident in Argus") @Default("false")
        boolean clear,

        @Doc("Secret with which Central signs webhooks (`hmacKey`). Without it, they need the `hook_token`")
        Optional<Secret> webhookSecret,

        @Doc("Header of webhooks with the signature: HMAC-SHA256 of the body, in Base64 or hexadecimal")
        @Default("Signature")
        String webhookHeader) {

    /** What a deferred alert is. */
    public enum Deferred {
        ACKNOWLEDGED,
        CLOSED
    }

    /**
     * Checks what the keys say together.
     *
     * @throws IllegalArgumentException if an address is none, or there are other credentials
     */
    public CentralConfig {
        HttpEndpoint.requireHttp("token_url", tokenUrl);
        if (endpoint.access().token().isPresent()
                || endpoint.access().username().isPresent()) {
            throw new IllegalArgumentException(
                    "this type signs in with 'client_id' and 'client_secret': remove 'token', 'username' and 'password'");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("'client_id' is empty");
        }
    }
}
