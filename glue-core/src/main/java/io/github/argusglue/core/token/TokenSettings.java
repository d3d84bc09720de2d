package io.github.argusglue.core.token;

import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a source's token.
 *
 * @param source name of the source
 * @param argus name of the Argus server
 * @param argusUrl URL of that server
 * @param token read again each time
 * @param file file that contains it; null if it is not in a file
 * @param created when it was created; null if not configured
 * @param lifetime lifetime of DRF tokens in Argus
 * @param renew whether to renew it in time
 * @param login to request a new token after the old one has expired; null for none
 * @param stateFile file for the stored state
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

    /** The Argus user of the source. */
    public record Login(String username, Secret password) {}
}
