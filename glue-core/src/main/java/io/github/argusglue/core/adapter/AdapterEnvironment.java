package io.github.argusglue.core.adapter;

import java.net.URI;
import java.util.function.BooleanSupplier;

/**
 * The environment of an adapter, as its context shows it.
 *
 * @param store state of the source's adapters
 * @param http makes the HTTP clients of the adapter
 * @param installation id that distinguishes this installation from others
 * @param argusUrl address of the Argus server that the source writes to, ending in a slash
 * @param maxAnswerBytes maximum size of one answer of the source
 * @param mayWrite whether the source may be told something now; asked on any thread
 */
public record AdapterEnvironment(
        AdapterStore store,
        HttpClients http,
        String installation,
        URI argusUrl,
        long maxAnswerBytes,
        BooleanSupplier mayWrite) {

    /** An answer takes a multiple of its size while it is read and its alerts are compared. */
    private static final int SHARE_OF_MEMORY = 16;

    private static final long DEFAULT_MAX_ANSWER = 64L << 20;

    /** Limits the answers to what the process has memory for. */
    public AdapterEnvironment {
        maxAnswerBytes = Math.min(maxAnswerBytes, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }

    /** An environment with the default limit of answers, without a cluster. */
    public AdapterEnvironment(AdapterStore store, HttpClients http, String installation, URI argusUrl) {
        this(store, http, installation, argusUrl, DEFAULT_MAX_ANSWER, () -> true);
    }
}
