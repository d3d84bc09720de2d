package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests for Leases and Secrets of one namespace. Each request is made once: whether it is repeated is decided above.
 * Any thread.
 */
final class KubernetesApi implements AutoCloseable {
    private static final String LEASES = "leases.coordination.k8s.io";
    private static final String SECRETS = "secrets";

    private final KubernetesConfig config;
    private final Duration timeout;
    private final PodFiles files;
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    private @Nullable KubernetesClient client;
    private boolean closed;

    KubernetesApi(KubernetesConfig config, Duration timeout) {
        this.config = config;
        this.timeout = timeout;
        this.files = new PodFiles(config);
        loadClasses();
    }

    /** The classes for JSON take a second to load on a busy machine: not in the time of the first call. */
    private void loadClasses() {
        Lease lease = new LeaseBuilder().withNewMetadata().endMetadata().build();
        serialization.unmarshal(serialization.asJson(lease), Lease.class);
    }

    /** Returns the Leases of the cluster as they were at one moment. */
    List<Lease> leases() throws ClusterException, InterruptedException {
        return ask(
                "list",
                LEASES,
                null,
                client -> client.leases()
                        .inNamespace(files.namespace())
                        .withLabel(LeaseObjects.CLUSTER, config.prefix())
                        .list()
                        .getItems());
    }

    /** Returns a Lease as it is now; null if there is none. */
    @Nullable
    Lease lease(String name) throws ClusterException, InterruptedException {
        return ask(
                "get",
                LEASES,
                name,
                client -> client.leases()
                        .inNamespace(files.namespace())
                        .withName(name)
                        .get());
    }

    /** Creates a Lease; returns false if there is one of this name. */
    boolean create(Lease lease) throws ClusterException, InterruptedException {
        return done(
                "create",
                LEASES,
                lease.getMetadata().getName(),
                client -> client.leases()
                        .inNamespace(files.namespace())
                        .resource(lease)
                        .create());
    }

    /** Replaces a Lease; returns false if it was changed or deleted after it was read. */
    boolean replace(Lease lease) throws ClusterException, InterruptedException {
        return done(
                "update",
                LEASES,
                lease.getMetadata().getName(),
                client -> client.leases()
                        .inNamespace(files.namespace())
                        .resource(lease)
                        .update());
    }

    /** Deletes a Lease; returns false if it was changed or deleted after it was read. */
    boolean delete(Lease lease) throws ClusterException, InterruptedException {
        return done(
                "delete",
                LEASES,
                lease.getMetadata().getName(),
                client -> client.leases()
                        .inNamespace(files.namespace())
                        .resource(lease)
                        .lockResourceVersion(lease.getMetadata().getResourceVersion())
                        .delete());
    }

    /** Returns a Secret; null if there is none. */
    @Nullable
    Secret secret(String name) throws ClusterException, InterruptedException {
        return ask(
                "get",
                SECRETS,
                name,
                client -> client.secrets()
                        .inNamespace(files.namespace())
                        .withName(name)
                        .get());
    }

    /** Creates a Secret; returns false if there is one of this name. */
    boolean create(Secret secret) throws ClusterException, InterruptedException {
        return done(
                "create",
                SECRETS,
                secret.getMetadata().getName(),
                client -> client.secrets()
                        .inNamespace(files.namespace())
                        .resource(secret)
                        .create());
    }

    /** Deletes a Secret if there is one. */
    void deleteSecret(String name) throws ClusterException, InterruptedException {
        done(
                "delete",
                SECRETS,
                name,
                client -> client.secrets()
                        .inNamespace(files.namespace())
                        .withName(name)
                        .delete());
    }

    /** Begins to watch the Leases of the cluster; returns when that works. */
    Watch watch(Watcher<Lease> watcher) throws ClusterException, InterruptedException {
        return ask(
                "watch",
                LEASES,
                null,
                client -> client.leases()
                        .inNamespace(files.namespace())
                        .withLabel(LeaseObjects.CLUSTER, config.prefix())
                        .watch(watcher));
    }

    /** A request with the client. */
    private interface Request<T> {
        T with(KubernetesClient client) throws ClusterException;
    }

    private boolean done(String verb, String resource, String name, Request<?> request)
            throws ClusterException, InterruptedException {
        try {
            Object answer = request.with(client());
            // A deletion of something that does not exist is answered with nothing.
            return !(answer instanceof List<?> deleted && deleted.isEmpty());
        } catch (KubernetesClientException e) {
            boolean notFound = e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && !verb.equals("create");
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || notFound) {
                return false;
            }
            throw failure(verb, resource, name, e);
        }
    }

    private <T extends @Nullable Object> T ask(String verb, String resource, @Nullable String name, Request<T> request)
            throws ClusterException, InterruptedException {
        try {
            return request.with(client());
        } catch (KubernetesClientException e) {
            throw failure(verb, resource, name, e);
        }
    }

    private ClusterException failure(String verb, String resource, @Nullable String name, KubernetesClientException e)
            throws ClusterException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (hasCause(e, SSLException.class)) {
            // The next request reads 'ca_file' again.
            discard();
        }
        String what = "'" + verb + " " + resource + "' " + (name == null ? "" : "of '" + name + "' ") + "in namespace '"
                + files.namespace() + "' at " + config.apiServer() + ": ";
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                new ClusterException(
                        Kind.UNAUTHORIZED,
                        what + "401: the API server does not accept the token in '" + config.tokenFile()
                                + "': check 'token_file' and the service account",
                        e);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                new ClusterException(
                        Kind.UNAUTHORIZED,
                        what + "403: the service account needs the verb '" + verb + "' on " + resource
                                + " in this namespace: add it to its Role. The answer: " + said(e),
                        e);
            case 0 -> new ClusterException(Kind.UNREACHABLE, what + "no answer: " + said(e), e);
            default -> new ClusterException(Kind.UNREACHABLE, what + e.getCode() + ": " + said(e), e);
        };
    }

    /** Returns the innermost message: the client's own repeats the request. */
    private static String said(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getStatus().getMessage();
        }
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private synchronized KubernetesClient client() throws ClusterException {
        if (closed) {
            throw new ClusterException(Kind.UNREACHABLE, "the engine 'kubernetes' is closed");
        }
        files.requireToken();
        KubernetesClient current = client;
        if (current == null) {
            current = connect();
            client = current;
        }
        return current;
    }

    /** Reads files and connects to nothing yet. */
    private KubernetesClient connect() throws ClusterException {
        int millis = Math.toIntExact(timeout.toMillis());
        ConfigBuilder builder = new ConfigBuilder(Config.empty())
                .withMasterUrl(config.apiServer().toString())
                .withNamespace(files.namespace())
                .withOauthTokenProvider(files::token)
                .withConnectionTimeout(millis)
                .withRequestTimeout(millis)
                .withUploadRequestTimeout(millis)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0)
                .withHttp2Disable(true);
        if ("https".equals(config.apiServer().getScheme())) {
            builder.withCaCertFile(files.requireCertificates());
        }
        try {
            return new KubernetesClientBuilder()
                    .withConfig(builder.build())
                    .withKubernetesSerialization(serialization)
                    .withHttpClientFactory(new JdkHttpClientFactory())
                    .build();
        } catch (KubernetesClientException e) {
            throw new ClusterException(
                    Kind.UNAUTHORIZED, "cannot use the certificates in '" + config.caFile() + "': " + said(e), e);
        }
    }

    private void discard() {
        KubernetesClient last = take();
        if (last != null) {
            last.close();
        }
    }

    private synchronized @Nullable KubernetesClient take() {
        KubernetesClient last = client;
        client = null;
        return last;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        discard();
    }
}
