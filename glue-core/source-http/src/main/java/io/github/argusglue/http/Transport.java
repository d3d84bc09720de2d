package io.github.argusglue.http;

import io.github.argusglue.spi.config.HttpAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp client for one access. Made when it is first needed, and made again when a certificate file has changed.
 *
 * <p>HTTP/1.1 only: each call has its own connection, so one that hangs does not block others.
 */
final class Transport {
    /**
     * Shorter than most servers keep idle connections (gunicorn: 2 s). Whether a server has processed a request on a
     * connection that it has just closed is unknown.
     */
    private static final Duration KEEP_IDLE = Duration.ofSeconds(1);

    private final HttpAccess access;
    private final ConnectionPool pool = new ConnectionPool(5, KEEP_IDLE.toMillis(), TimeUnit.MILLISECONDS);
    private @Nullable OkHttpClient client;
    private List<FileTime> stamps = List.of();

    Transport(HttpAccess access) {
        this.access = access;
    }

    /** @throws IOException if a certificate file cannot be used; the message names its key */
    synchronized OkHttpClient client() throws IOException {
        List<FileTime> now = stamps();
        OkHttpClient current = client;
        if (current == null || !now.equals(stamps)) {
            current = build();
            client = current;
            stamps = now;
            pool.evictAll();
        }
        return current;
    }

    /** A file that cannot be looked at is a change: reading it then says why. */
    private List<FileTime> stamps() {
        List<FileTime> found = new ArrayList<>();
        for (Path file : files()) {
            try {
                found.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                return List.of(FileTime.fromMillis(0));
            }
        }
        return found;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        access.caFile().ifPresent(files::add);
        access.clientCertificate().ifPresent(files::add);
        return files;
    }

    private OkHttpClient build() throws IOException {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectionPool(pool)
                .protocols(List.of(Protocol.HTTP_1_1))
                .callTimeout(access.timeout())
                .connectTimeout(access.timeout())
                // The timeout of the whole call also limits pauses within it.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .proxy(access.proxy()
                        .map(uri -> new Proxy(
                                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort())))
                        .orElse(Proxy.NO_PROXY));
        String name = access.serverName().orElse(null);
        if (files().isEmpty() && name == null) {
            return builder.build();
        }
        Trust trust = Trust.read(
                access.caFile().orElse(null), access.clientCertificate().orElse(null));
        if (name == null) {
            return builder.sslSocketFactory(trust.socketFactory(), trust.trustManager())
                    .build();
        }
        HostnameVerifier usual = builder.build().hostnameVerifier();
        return builder.sslSocketFactory(new NamedSockets(trust.socketFactory(), name), trust.trustManager())
                .hostnameVerifier((host, session) -> usual.verify(name, session))
                .build();
    }

    void close() {
        pool.evictAll();
    }
}
