package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a source's token in Argus, and of its renewal.
 *
 * @param tokenCreated when the token was created
 * @param tokenLifetime lifetime of tokens in Argus
 * @param renew whether to renew the token in time
 * @param argusUsername user to log in as
 * @param argusPassword password of that user
 */
public record TokenConfig(
        @Doc("When the token was created, which Argus does not report. Applies to the token that is in use"
                + " when this is first read")
        Optional<Day> tokenCreated,

        @Doc("Lifetime of tokens in Argus, its `AUTH_TOKEN_EXPIRES_AFTER_DAYS`")
        @Default("14d")
        @Range(min = "1h", max = "36500d")
        Duration tokenLifetime,

        @Doc("Renew the token after half of its lifetime. It has to be in a file, `argus_token = { file"
                + " = … }`, and "
                + "argus-glue must have permission to write to the folder of that file")
        @Default("false")
        boolean renew,

        @Doc("User of the source in Argus. With `argus_password`, a new token can be requested even if the"
                + " old one has expired")
        Optional<String> argusUsername,

        @Doc("Password of that user") Optional<Secret> argusPassword) {

    /**
     * Checks the combination of the keys.
     *
     * @throws IllegalArgumentException if a key is missing
     */
    public TokenConfig {
        if (argusPassword.isPresent() && argusUsername.isEmpty()) {
            throw new IllegalArgumentException("'argus_password' requires 'argus_username'");
        } else if (argusUsername.isPresent() && argusPassword.isEmpty()) {
            throw new IllegalArgumentException("'argus_username' requires 'argus_password'");
        } else if (argusPassword.isPresent() && !renew) {
            throw new IllegalArgumentException("'argus_password' requires 'renew = true'");
        }
    }
}
