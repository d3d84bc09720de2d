package io.github.argusglue.core.adapter;

import java.net.URI;

/**
 * What an adapter's context says of where it runs.
 *
 * @param store what the adapters of the source keep
 * @param installation what tells this installation from others
 * @param argusUrl address of the Argus that the source writes to, ending in a slash
 */
public record AdapterEnvironment(AdapterStore store, String installation, URI argusUrl) {}
