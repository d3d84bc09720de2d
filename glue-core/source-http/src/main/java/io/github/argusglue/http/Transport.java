package io.github.argusglue.http;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.config.HttpAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The OkHttp client for one access. Made when it is first needed, and made again when a certificate file has changed.
 *
 * <p>HTTP/1.1 only: each call has its own connection, so one that hangs does not block others.
 */
final class Transport {
    private final HttpAccess access;
    private final ConnectionPool pool = BaseClient.pool(5);
    private final RenewedClient client;

    Transport(HttpAccess access) {
        this.access = access;
        List<Path> files = new ArrayList<>();
        access.caFile().ifPresent(files::add);
        access.clientCertificate().ifPresent(files::add);
        this.client = new RenewedClient(files, this::build);
    }

    /** @throws IOException if a certificate file cannot be used; the message names its key */
    OkHttpClient client() throws IOException {
        return client.get();
    }

    private OkHttpClient build() throws IOException {
        pool.evictAll();
        OkHttpClient usual = BaseClient.builder(
                        access.timeout(),
                        access.proxy().orElse(null),
                        access.caFile().orElse(null),
                        access.clientCertificate().orElse(null))
                .connectionPool(pool)
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
        String name = access.serverName().orElse(null);
        if (name == null) {
            return usual;
        }
        return usual.newBuilder()
                .sslSocketFactory(
                        new NamedSockets(usual.sslSocketFactory(), name), requireNonNull(usual.x509TrustManager()))
                .hostnameVerifier((host, session) -> usual.hostnameVerifier().verify(name, session))
                .build();
    }

    void close() {
        pool.evictAll();
    }
}
