package io.github.argusglue.spi.http;

import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Unstable;

/**
 * An HTTP client for the requests of one adapter, made by {@link SourceContext#http}. Safe for use by any thread;
 * several calls may run at the same time. Only the core implements it, so methods may be added.
 *
 * <pre>{@code
 * Problems problems = http.send(
 *         HttpRequest.get(config.endpoint().url(), "api/problems").query("state", "open"),
 *         response -> mapper.readValue(response.body(), Problems.class));
 * }</pre>
 *
 * <p>For each request, the client
 *
 * <ul>
 *   <li>adds the credentials of the {@link io.github.argusglue.spi.config.HttpAccess}, revealed at this moment;
 *   <li>limits the whole call, from the connection to the last byte that the reader takes, to the configured timeout;
 *   <li>repeats it once if a kept-alive connection turns out to be closed, unless it may have side effects
 *       ({@link HttpRequest#repeatable});
 *   <li>follows redirects of {@code GET} requests to the same scheme, host and port, and to no other;
 *   <li>sends nothing while the server has asked for a pause ({@code Retry-After}), or when the budget of requests is
 *       spent.
 * </ul>
 */
@Unstable
public interface SourceHttpClient {

    /**
     * Sends a request and reads the response. Blocks until the reader has returned.
     *
     * @param reader called on this thread, at most once, for a status from 200 to 299 or an
     *     {@linkplain HttpRequest#accept accepted} one
     * @return what the reader returned
     * @throws SourceException if there is no such response. {@code UNAUTHORIZED} for the statuses 401 and 403;
     *     {@code RATE_LIMITED} for 429, for 503 with {@code Retry-After} and for a spent budget; {@code UNREACHABLE}
     *     for 408, other 5xx statuses, an incomplete response and everything that fails below HTTP; {@code BAD_ANSWER}
     *     for other statuses, and if the reader throws anything but a {@code SourceException}. The message says what
     *     was sent, to which address, what came back and what to do, without the query and without secrets
     * @throws InterruptedException if this thread is interrupted
     */
    <T> T send(HttpRequest request, ResponseReader<T> reader) throws SourceException, InterruptedException;

    /**
     * Follows a stream of lines without an end, such as events in JSON, for as long as the adapter exists. Returns at
     * once. Call it in {@link io.github.argusglue.spi.SourceAdapter#start}, because it starts a thread, of
     * {@link SourceContext#threadFactory}.
     *
     * <pre>{@code
     * @Override
     * public void start() {
     *     stream = http.follow(HttpRequest.get(url, "api/events").streaming(Duration.ofMinutes(5)),
     *             line -> context.requestSnapshot());
     * }
     *
     * @Override
     * public Health health() {
     *     return stream.health();
     * }
     * }</pre>
     *
     * <p>When the stream ends or fails, it is requested again after a pause, which grows from one second to a minute
     * while attempts fail; at least as long as the server asks for, and a minute if it refuses the credentials. A
     * server that sends nothing for the time given to {@link HttpRequest#streaming} is no failure: it may have nothing
     * to say. What happened between two connections is not sent again, so a snapshot is requested as soon as a
     * connection after the first is answered.
     *
     * <p>Each connection counts as one request, for the budget and the metrics.
     *
     * @param request with {@link HttpRequest#streaming}. {@link HttpRequest#maxBytes} does not limit it; a line may
     *     have 4 MiB
     * @param handler is called with each line that is not blank
     * @throws IllegalArgumentException if the request is not streaming
     */
    HttpStream follow(HttpRequest request, LineHandler handler);
}
