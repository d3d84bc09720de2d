package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.CheckedToken;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one Argus server, shared by all its sources; close it to cut what is under way.
 *
 * <p>HTTP/1.1 only: with one connection a request, one that hangs takes no other with it.
 */
public final class ArgusHttp implements AutoCloseable {
    /** More than the executor ever has under way: OkHttp must not queue, its own limit is 5 a host. */
    private static final int MAX_REQUESTS = 256;

    /**
     * Shorter than any server keeps them (gunicorn, under most Argus, for 2 s). A write on a connection that the server
     * has just closed ends in an unknown outcome, and OkHttp looks for that only after 10 idle seconds.
     */
    private static final Duration KEEP_IDLE = Duration.ofSeconds(1);

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
     * Makes the client of one server. Reads the CA file, sends nothing.
     *
     * @throws IOException if the CA file cannot be read; the message names it
     */
    public static ArgusHttp open(ArgusAccess access, InstantSource clock) throws IOException {
        return open(access, clock, RequestObserver.NONE);
    }

    /**
     * Makes the client of one server. Reads the CA file, sends nothing.
     *
     * @param observer told of each request
     * @throws IOException if the CA file cannot be read; the message names it
     */
    public static ArgusHttp open(ArgusAccess access, InstantSource clock, RequestObserver observer) throws IOException {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher())
                .connectionPool(new ConnectionPool(8, KEEP_IDLE.toMillis(), TimeUnit.MILLISECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(proxy(access.proxy()))
                .callTimeout(access.timeout())
                .connectTimeout(access.timeout())
                // The whole call is timed; a pause within it needs no limit of its own.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        Path caFile = access.caFile();
        if (caFile != null) {
            TrustedCertificates trusted = TrustedCertificates.withFile(caFile);
            builder.sslSocketFactory(trusted.socketFactory(), trusted.trustManager());
        }
        return new ArgusHttp(builder.build(), access.url(), clock, observer);
    }

    /** Returns the server as one source sees it. Sends nothing. */
    public Argus argus(String source, Secret token) {
        return HttpArgus.create(
                client, url, token, source, clock, observer, TokenObserver.NONE, CheckedToken.notRequired());
    }

    /**
     * Returns the server as one source sees it, which sends nothing with a token that was not
     * {@linkplain Argus#identify identified}. Sends nothing.
     *
     * @param tokens told what becomes of the token
     */
    public Argus checkedArgus(String source, Secret token, TokenObserver tokens) {
        return HttpArgus.create(client, url, token, source, clock, observer, tokens, CheckedToken.required());
    }

    /** Returns what can be asked about a token, in a source's name. Sends nothing. */
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

    /** Cuts requests under way and closes the connections. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** Returns how many connections are open, in use or idle. */
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

    private static Proxy proxy(@Nullable URI proxy) {
        return proxy == null
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort()));
    }
}
