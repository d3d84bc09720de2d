package io.github.argusglue.core.http;

import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * A source as the HTTP endpoint sees it.
 *
 * @param name name of its table in the configuration
 * @param type type of its adapter
 * @param argus name of its Argus server
 * @param argusUrl URL of that server
 * @param hookToken token that webhooks must send
 * @param openHook whether webhooks are accepted without a token
 * @param live its current status
 */
public record EndpointSource(
        String name,
        String type,
        String argus,
        URI argusUrl,
        Optional<Secret> hookToken,
        boolean openHook,
        SourceView live) {}
