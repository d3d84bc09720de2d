package io.github.argusglue.core.token;

import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of a source's token.
 *
 * @param source its name
 * @param argus name of the Argus server
 * @param argusUrl address of that server
 * @param token read anew each time
 * @param file that it is in; null if it is in none
 * @param created when it was made; null if that is not said
 * @param lifetime how long Argus lets tokens live
 * @param renew whether to replace it in time
 * @param login for having a new token when the old one is dead; null for none
 * @param stateFile what is remembered over a restart
 */
public record TokenSettings(
        String source,
        String argus,
        URI argusUrl,
        Secret token,
        @Nullable Path file,
        @Nullable Instant created,
        Duration lifetime,
        boolean renew,
        @Nullable Login login,
        Path stateFile) {

    /** Who the source is in Argus. */
    public record Login(String username, Secret password) {}
}
