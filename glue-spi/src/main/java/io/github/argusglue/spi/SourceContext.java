package io.github.argusglue.spi;

import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/**
 * What the core gives one adapter for one active period. Safe for use by any thread. Implemented by the core alone, so
 * that it can grow.
 */
public interface SourceContext {

    /** Returns the name of the source, the key of its table in the configuration: {@code [a-z][a-z0-9-]*}. */
    String sourceName();

    /** Returns the clock that every timestamp is to be taken from; tests set it. */
    Clock clock();

    /**
     * Returns a factory of daemon threads that carry this source's name, log context and class loader. What escapes a
     * thread is logged with the source's name.
     */
    ThreadFactory threadFactory();

    /**
     * Asks for a snapshot soon: something may have changed. Returns at once; requests that come close together become
     * one, and losing one costs latency only, since the core takes a snapshot every {@code interval} anyway.
     */
    void requestSnapshot();

    /**
     * Says who takes what comes in on {@code /hooks/SOURCE}. To be called in {@link SourceAdapterFactory#create} or
     * {@link SourceAdapter#start()}, at most once, {@link #onWebhook(WebhookCheck, WebhookHandler)} included.
     *
     * <p>The core lets through what brings the source's {@code hook_token}. Without one, nothing gets through, unless
     * the source says {@code open_hook} and nobody but this machine can reach the endpoint.
     *
     * @throws IllegalStateException if there is a handler already
     */
    @Unstable
    void onWebhook(WebhookHandler handler);

    /**
     * Says who takes what comes in on {@code /hooks/SOURCE}, and how to tell that it is genuine: for a sender that
     * signs. A {@code hook_token} is not needed then; where there is one, both have to agree.
     *
     * @throws IllegalStateException if there is a handler already
     */
    @Unstable
    void onWebhook(WebhookCheck check, WebhookHandler handler);

    /**
     * Posts something that happened once. Returns at once; it reaches Argus at least once and is shown once, unless the
     * process ends before it could be sent.
     */
    @Unstable
    void post(Notice notice);

    /** Returns what adapters of this source keep for those after them. */
    @Unstable
    SourceState state();

    /**
     * Returns what tells this installation of argus-glue from others: 16 hexadecimal digits, made at random for the
     * state folder and the same for as long as that exists. For marking what an adapter makes in its source, where
     * another installation may have a source of the same name.
     */
    @Unstable
    String installation();

    /**
     * Returns the address of the Argus that this source writes to, ending in a slash: the page of an incident is
     * {@code argusUrl().resolve("incidents/" + feedback.incident() + "/")}. For links, not for requests.
     */
    @Unstable
    URI argusUrl();
}
