package io.github.argusglue.core.adapter;

import java.net.URI;

/**
 * The environment of an adapter, as its context shows it.
 *
 * @param store state of the source's adapters
 * @param http makes the HTTP clients of the adapter
 * @param installation id that distinguishes this installation from others
 * @param argusUrl address of the Argus server that the source writes to, ending in a slash
 */
public record AdapterEnvironment(AdapterStore store, HttpClients http, String installation, URI argusUrl) {}
