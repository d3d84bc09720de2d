package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a source's token in Argus, and what may be done about its end.
 *
 * @param tokenCreated when the token was made
 * @param tokenLifetime how long Argus lets a token live
 * @param renew whether to replace it in time
 * @param argusUsername whose token it is, for logging in
 * @param argusPassword of that user
 */
public record TokenConfig(
        @Doc("When the token was made: Argus tells nobody. Holds for the token that is in use when this is read first")
        Optional<Day> tokenCreated,

        @Doc("How long Argus lets such a token live, its `AUTH_TOKEN_EXPIRES_AFTER_DAYS`")
        @Default("14d")
        @Range(min = "1h", max = "36500d")
        Duration tokenLifetime,

        @Doc(
                "Replace the token when half of its life is over. It has to be in a file, `argus_token = { file = … }`, and "
                        + "argus-glue must be allowed to write that file's folder")
        @Default("false")
        boolean renew,

        @Doc("User of the source in Argus: with `argus_password` a new token can be had even when the old one is dead")
        Optional<String> argusUsername,

        @Doc("Password of that user") Optional<Secret> argusPassword) {

    /**
     * Checks that what belongs together is there.
     *
     * @throws IllegalArgumentException if it is not
     */
    public TokenConfig {
        if (argusPassword.isPresent() && argusUsername.isEmpty()) {
            throw new IllegalArgumentException("'argus_password' is of no use without 'argus_username'");
        } else if (argusUsername.isPresent() && argusPassword.isEmpty()) {
            throw new IllegalArgumentException("'argus_username' is of no use without 'argus_password'");
        } else if (argusPassword.isPresent() && !renew) {
            throw new IllegalArgumentException("'argus_password' is of no use without 'renew = true'");
        }
    }
}
