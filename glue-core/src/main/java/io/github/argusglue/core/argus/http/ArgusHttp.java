package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.CheckedToken;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.http.BaseClient;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The HTTP connections to one Argus server, shared by all its sources. Closing it cancels requests in progress.
 *
 * <p>HTTP/1.1 only: each request has its own connection, so one that hangs does not block others.
 */
public final class ArgusHttp implements AutoCloseable {
    /** More than the executor sends at once, so that OkHttp never queues; its own limit is 5 per host. */
    private static final int MAX_REQUESTS = 256;

    private static final int MAX_IDLE = 8;
    private static final Duration KEEP_THREADS = Duration.ofSeconds(10);

    private final OkHttpClient client;
    private final URI url;
    private final InstantSource clock;
    private final RequestObserver observer;

    private ArgusHttp(OkHttpClient client, URI url, InstantSource clock, RequestObserver observer) {
        this.client = client;
        this.url = url;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * Creates the client of one server. Reads the CA file, sends nothing.
     *
     * @throws IOException if the CA file cannot be read; the message names it
     */
    public static ArgusHttp open(ArgusAccess access, InstantSource clock) throws IOException {
        return open(access, clock, RequestObserver.NONE);
    }

    /**
     * Creates the client of one server. Reads the CA file, sends nothing.
     *
     * @param observer is notified of each request
     * @throws IOException if the CA file cannot be read; the message names it
     */
    public static ArgusHttp open(ArgusAccess access, InstantSource clock, RequestObserver observer) throws IOException {
        OkHttpClient client = BaseClient.builder(access.timeout(), access.proxy(), access.caFile(), null)
                .dispatcher(dispatcher())
                .connectionPool(BaseClient.pool(MAX_IDLE))
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
        return new ArgusHttp(client, access.url(), clock, observer);
    }

    /** Returns the client of one source. Sends nothing. */
    public Argus argus(String source, Secret token) {
        return HttpArgus.create(
                client, url, token, source, clock, observer, TokenObserver.NONE, CheckedToken.notRequired());
    }

    /**
     * Returns the client of one source that uses only tokens whose owner was {@linkplain Argus#identify identified}.
     * Sends nothing.
     *
     * @param tokens is notified whether Argus accepts the token
     */
    public Argus checkedArgus(String source, Secret token, TokenObserver tokens) {
        return HttpArgus.create(client, url, token, source, clock, observer, tokens, CheckedToken.required());
    }

    /** Returns the client for requests about the token of a source. Sends nothing. */
    public TokenApi tokenApi(String source, Secret token) {
        ArgusFailures failures = new ArgusFailures(source, clock);
        ArgusTransport transport = new ArgusTransport(
                client,
                token,
                failures,
                new ServerClock(clock),
                observer,
                TokenObserver.NONE,
                CheckedToken.notRequired());
        return new HttpTokenApi(transport, failures, ArgusUrls.base(url));
    }

    /** Cancels requests in progress and closes the connections. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** Returns the number of open connections, in use or idle. */
    int connections() {
        return client.connectionPool().connectionCount();
    }

    private static Dispatcher dispatcher() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_THREADS.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "argus-http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(MAX_REQUESTS);
        dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
        return dispatcher;
    }
}
