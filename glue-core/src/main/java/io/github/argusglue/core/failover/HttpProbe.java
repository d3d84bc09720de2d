package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.http.BaseClient;
import io.github.argusglue.http.TlsFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Probes the primary with an HTTP GET. An unexpected response is a failure, unless it looks as if the address or the
 * permissions are wrong, which says nothing about the primary.
 */
final class HttpProbe implements Probe {
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final FailoverConfig config;
    private final OkHttpClient client;

    private HttpProbe(FailoverConfig config, OkHttpClient client) {
        this.config = config;
        this.client = client;
    }

    /**
     * Creates the probe.
     *
     * @throws IOException if the CA file cannot be read; the message names it
     */
    static HttpProbe open(FailoverConfig config) throws IOException {
        OkHttpClient client = BaseClient.builder(
                        config.timeout(), null, config.caFile().orElse(null), null)
                // A new connection for each check: an existing one may hide a change.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .build();
        return new HttpProbe(config, client);
    }

    @Override
    public String target() {
        return "http " + config.address();
    }

    @Override
    public ProbeResult probe() throws InterruptedException {
        Request request = new Request.Builder()
                .url(config.address())
                .header("User-Agent", "argus-glue failover")
                .build();
        try (Response response = client.newCall(request).execute()) {
            return judge(response.code(), response);
        } catch (UnknownHostException e) {
            return ProbeResult.unknown("cannot be checked: " + e.getMessage());
        } catch (SSLException e) {
            return ProbeResult.unknown("answers, but " + TlsFailure.text(e, Set.of("ca_file")));
        } catch (InterruptedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            return ProbeResult.down(AddressProbe.noAnswer(config.timeout()));
        } catch (IOException e) {
            return AddressProbe.explain(e, config.timeout());
        }
    }

    private ProbeResult judge(int code, Response response) throws IOException {
        boolean expected = config.status().map(wanted -> wanted == code).orElse(code >= 200 && code < 300);
        if (!expected) {
            return code >= 300 && code < 500
                    ? ProbeResult.unknown("answers with status " + code + "; check 'address'")
                    : ProbeResult.down("answers with status " + code);
        }
        String wanted = config.bodyContains().orElse(null);
        if (wanted != null && !contains(response, wanted)) {
            return ProbeResult.down("answers with status " + code + ", but without '" + wanted + "' ('body_contains')");
        }
        return ProbeResult.up("answers with status " + code);
    }

    private static boolean contains(Response response, @Nullable String wanted) throws IOException {
        return wanted == null || response.peekBody(MAX_BODY_BYTES).string().contains(wanted);
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
