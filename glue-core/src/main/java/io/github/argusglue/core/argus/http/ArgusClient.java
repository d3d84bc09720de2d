package io.github.argusglue.core.argus.http;

import io.github.argusglue.http.BaseClient;
import io.github.argusglue.http.RenewedClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one Argus server. A certificate file that was replaced is used for the next connection. While it
 * cannot be used, the previous one stays in use, so that a renewal that writes it in two steps stops nothing.
 *
 * <p>HTTP/1.1 only: each request has its own connection, so one that hangs does not block others.
 */
final class ArgusClient implements Call.Factory, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("argus");

    /** More than the executor sends at once, so that OkHttp never queues; its own limit is 5 per host. */
    private static final int MAX_REQUESTS = 256;

    private static final int MAX_IDLE = 8;
    private static final Duration KEEP_THREADS = Duration.ofSeconds(10);

    private final ArgusAccess access;
    private final ConnectionPool pool = BaseClient.pool(MAX_IDLE);
    private final Dispatcher dispatcher = dispatcher();
    private final RenewedClient renewed;
    private OkHttpClient last;
    private String lastProblem = "";

    /** @throws IOException if a certificate file cannot be used; the message names its key */
    ArgusClient(ArgusAccess access) throws IOException {
        this.access = access;
        List<Path> files = new ArrayList<>();
        Optional.ofNullable(access.caFile()).ifPresent(files::add);
        Optional.ofNullable(access.clientCertificate()).ifPresent(files::add);
        this.renewed = new RenewedClient(files, this::make);
        this.last = renewed.get();
    }

    private OkHttpClient make() throws IOException {
        return BaseClient.builder(access.timeout(), access.proxy(), access.caFile(), access.clientCertificate())
                .dispatcher(dispatcher)
                .connectionPool(pool)
                .protocols(List.of(Protocol.HTTP_1_1))
                .eventListenerFactory(SendWatch::of)
                .addNetworkInterceptor(SendWatch::sendIfPermitted)
                .build();
    }

    @Override
    public Call newCall(Request request) {
        return current().newCall(request);
    }

    private synchronized OkHttpClient current() {
        try {
            OkHttpClient current = renewed.get();
            if (!current.equals(last)) {
                log.info("a certificate file of '{}' has changed; using the new content", access.url());
            }
            last = current;
            lastProblem = "";
        } catch (IOException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem)) {
                lastProblem = problem;
                log.warn("Argus '{}': {}; the previous content stays in use", access.url(), problem);
            }
        }
        return last;
    }

    /**
     * Returns whether the way to the server works: it answers a request without a token, with whatever status, or is
     * silent on a connection that stays open. Blocks for up to three times {@code timeout}.
     */
    boolean isReachable(Duration timeout) {
        AtomicBoolean connected = new AtomicBoolean();
        OkHttpClient.Builder probe = current()
                .newBuilder()
                // A connection of its own: an idle one may be broken.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .callTimeout(timeout.multipliedBy(3))
                .eventListener(new EventListener() {
                    @Override
                    public void connectionAcquired(Call call, Connection connection) {
                        connected.set(true);
                    }
                });
        probe.networkInterceptors().clear();
        Request request = new Request.Builder()
                .url(access.url().toString())
                .header("User-Agent", access.userAgent())
                .head()
                .build();
        try (Response answer = probe.build().newCall(request).execute()) {
            log.debug("Argus '{}' answers with status {}", access.url(), answer.code());
            return true;
        } catch (InterruptedIOException e) {
            return connected.get();
        } catch (IOException e) {
            log.debug("Argus '{}' cannot be reached", access.url(), e);
            return false;
        }
    }

    /** Returns the maximum time for a complete answer; zero for any time. */
    Duration timeout() {
        return access.timeout();
    }

    /** Returns the name of this program for the server's access log, with that of the process if it has one. */
    String userAgent() {
        return access.userAgent();
    }

    /** Returns the number of open connections, in use or idle. */
    int connections() {
        return pool.connectionCount();
    }

    /** Cancels requests in progress and closes the connections. */
    @Override
    public void close() {
        dispatcher.cancelAll();
        dispatcher.executorService().shutdown();
        pool.evictAll();
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
