package io.github.argusglue.spi;

import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/**
 * What the core provides to one adapter for one active period. Safe for use by any thread. Only the core implements it,
 * so methods may be added.
 */
public interface SourceContext {

    /** Returns the name of the source, the key of its table in the configuration: {@code [a-z][a-z0-9-]*}. */
    String sourceName();

    /** Returns the clock from which to take every timestamp; tests set it. */
    Clock clock();

    /**
     * Returns a factory of daemon threads that carry this source's name, log context and class loader. An exception
     * that escapes a thread is logged with the source's name.
     */
    ThreadFactory threadFactory();

    /**
     * Asks the core for a snapshot soon, because something may have changed. Returns at once. Requests close together
     * become one. A lost request only adds latency, since the core takes a snapshot every {@code interval} anyway.
     *
     * <p>Snapshots for requests take at most a tenth of the time. So a first request is followed at once, and the next
     * one after nine times as long as the snapshot and its plan took for the first: at least 100 ms, at most an
     * {@code interval}. After a failed snapshot, a request is followed five seconds later, or when the source allows it
     * again ({@link SourceException#rateLimited}).
     */
    void requestSnapshot();

    /**
     * Returns an HTTP client for the requests of this adapter. Does no I/O, so {@link SourceAdapterFactory#create} may
     * call it. When the adapter is closed, the calls of the client end, and later ones fail. The budget of requests
     * ({@code requests_per_hour}, {@code requests_per_day}) is one for the whole source and survives restarts.
     *
     * @param access certificates, proxy, credentials, timeout and budget, as configured
     */
    @Unstable
    SourceHttpClient http(HttpAccess access);

    /**
     * Returns how many bytes of one answer of the source an adapter may hold in memory, after decompression. An answer
     * may come in several parts, such as the lines of a protocol. {@link #http} counts by itself; an adapter that reads
     * from sockets or files counts while it reads, and fails with {@link SourceException#badAnswer} before it holds
     * more:
     *
     * <pre>{@code
     * if (received > context.maxAnswerBytes()) {
     *     throw SourceException.badAnswer(
     *             address + ": more than " + context.maxAnswerBytes() + " bytes ('max_answer_bytes')", null);
     * }
     * }</pre>
     *
     * @return the source's {@code max_answer_bytes}, or less if the process has little memory; at least 1
     */
    @Unstable
    default long maxAnswerBytes() {
        return 64L << 20;
    }

    /**
     * Sets the handler of requests to {@code /hooks/SOURCE}. Call it in {@link SourceAdapterFactory#create} or
     * {@link SourceAdapter#start()}, and call only one of the four methods for webhooks, once.
     *
     * <p>The core accepts requests that carry the source's {@code hook_token}. Without a token it accepts none, unless
     * the source sets {@code open_hook} and only this machine can reach the endpoint.
     *
     * @throws IllegalStateException if a handler is already set
     */
    @Unstable
    void onWebhook(WebhookHandler handler);

    /**
     * Sets the handler of requests to {@code /hooks/SOURCE} and a check of their authenticity, for systems that sign
     * what they send. A {@code hook_token} is then optional; if there is one, both have to accept the request.
     *
     * @throws IllegalStateException if a handler is already set
     */
    @Unstable
    void onWebhook(WebhookCheck check, WebhookHandler handler);

    /**
     * Sets what handles and answers requests to {@code /hooks/SOURCE} and below. As with
     * {@link #onWebhook(WebhookHandler)}, senders authenticate with the {@code hook_token}.
     *
     * @throws IllegalStateException if a handler is already set
     * @throws IllegalArgumentException if the responder wants other methods than {@code GET}, {@code POST} and
     *     {@code PUT}
     */
    @Unstable
    void answerWebhooks(WebhookResponder responder);

    /**
     * Sets what handles and answers requests to {@code /hooks/SOURCE} and below, and a check of their authenticity. As
     * with {@link #onWebhook(WebhookCheck, WebhookHandler)}, a {@code hook_token} is optional, and if there is one,
     * both have to accept the request. For a {@code GET} without the token, the check decides alone: a challenge cannot
     * always carry it.
     *
     * @throws IllegalStateException if a handler is already set
     * @throws IllegalArgumentException if the responder wants other methods than {@code GET}, {@code POST} and
     *     {@code PUT}
     */
    @Unstable
    void answerWebhooks(WebhookCheck check, WebhookResponder responder);

    /**
     * Posts an event without an end. Returns at once. It reaches Argus at least once and is shown once, unless the
     * process ends before it could be sent.
     */
    @Unstable
    void post(Notice notice);

    /** Returns the persistent state that adapters of this source keep for their successors. */
    @Unstable
    SourceState state();

    /**
     * Returns the id of this installation of argus-glue: 16 hexadecimal digits, created at random for the state folder
     * and constant for as long as the folder exists. Use it to mark what an adapter creates in its source, since
     * another installation may have a source with the same name.
     */
    @Unstable
    String installation();

    /**
     * Returns the address of the Argus server that this source writes to, ending with a slash: the page of an incident
     * is {@code argusUrl().resolve("incidents/" + feedback.incident() + "/")}. For links, not for requests.
     */
    @Unstable
    URI argusUrl();
}
