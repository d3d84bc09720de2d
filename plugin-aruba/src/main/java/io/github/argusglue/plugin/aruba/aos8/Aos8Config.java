package io.github.argusglue.plugin.aruba.aos8;

import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.DefaultInterval;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Secret;

/**
 * Configuration of a source of type {@code aruba-aos8}. Each snapshot signs in, so the default interval is a minute.
 *
 * @param endpoint API of the Mobility Conductor, or of a controller without one
 * @param aps how access points are reported
 */
@DefaultInterval("1m")
@CommonKeys("ca_file")
public record Aos8Config(
        @Inline(require = {"username", "password"}) HttpEndpoint endpoint,
        @Inline ApConfig aps) {

    String username() {
        return endpoint.access().username().orElseThrow();
    }

    Secret password() {
        return endpoint.access().password().orElseThrow();
    }

    /**
     * Returns how to reach the controller. It signs in by a form: basic authentication would send the password twice.
     */
    HttpAccess accessWithoutCredentials() {
        return endpoint.access().toBuilder().withoutCredentials().build();
    }
}
