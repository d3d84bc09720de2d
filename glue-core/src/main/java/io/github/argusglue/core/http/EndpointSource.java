package io.github.argusglue.core.http;

import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * One source as the endpoint knows it.
 *
 * @param name of its table in the configuration
 * @param type of its adapter
 * @param argus name of its Argus server
 * @param argusUrl address of that server
 * @param hookToken what webhooks have to bring
 * @param openHook whether webhooks need bring nothing
 * @param live how it does
 */
public record EndpointSource(
        String name,
        String type,
        String argus,
        URI argusUrl,
        Optional<Secret> hookToken,
        boolean openHook,
        SourceView live) {}
