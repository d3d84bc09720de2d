package io.github.argusglue.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What all HTTP clients of the program are built on, whatever they talk to. */
public final class BaseClient {
    /**
     * Shorter than any server keeps idle connections (gunicorn, which most Argus servers use, for 2 s). Whether a
     * server has processed a request on a connection that it has just closed is unknown, and OkHttp checks for that
     * only after 10 idle seconds.
     */
    private static final Duration KEEP_IDLE = Duration.ofSeconds(1);

    private BaseClient() {}

    /**
     * Returns the settings of a client that follows no redirects and uses no proxy unless one is given. Reads the
     * files, sends nothing.
     *
     * @param timeout maximum time for a complete response
     * @param proxy {@code http://host:port}; null for none
     * @param caFile certificates that are trusted in addition to the system's; null for none
     * @param clientCertificate the client certificate, its chain and its private key; null for none
     * @throws IOException if a file cannot be used; the message names its configuration key
     */
    public static OkHttpClient.Builder builder(
            Duration timeout, @Nullable URI proxy, @Nullable Path caFile, @Nullable Path clientCertificate)
            throws IOException {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .callTimeout(timeout)
                .connectTimeout(timeout)
                // The timeout of the whole call also limits pauses within it.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .proxy(proxy(proxy));
        if (caFile != null || clientCertificate != null) {
            Trust trust = Trust.read(caFile, clientCertificate);
            builder.sslSocketFactory(trust.socketFactory(), trust.trustManager());
        }
        return builder;
    }

    private static Proxy proxy(@Nullable URI proxy) {
        return proxy == null
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort()));
    }

    /** Returns a pool for connections that are used again. */
    public static ConnectionPool pool(int maxIdle) {
        return new ConnectionPool(maxIdle, KEEP_IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
