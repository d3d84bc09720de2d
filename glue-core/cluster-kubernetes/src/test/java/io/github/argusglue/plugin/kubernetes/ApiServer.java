package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.kubernetes.client.utils.Utils;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The mock server of fabric8 as an API server with the token {@value #TOKEN}. What Kubernetes refuses and the mock does
 * not is added here: a deletion with another version as its precondition, an update with another uid, and credentials.
 * As in Kubernetes, an update without uid creates a Lease that does not exist.
 */
final class ApiServer extends KubernetesCrudDispatcher implements AutoCloseable {
    static final String TOKEN = "good";

    /** Otherwise there is a line for each request. A field, because loggers without a reference lose their level. */
    private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

    private final MockWebServer server = new MockWebServer();
    private final List<Function<RecordedRequest, @Nullable MockResponse>> rules = new CopyOnWriteArrayList<>();
    private volatile String token = TOKEN;

    ApiServer() {
        LOG.setLevel(Level.WARNING);
        // The library's thread for timers ends 10 s after the last timer. It must not look like one of an engine's.
        CompletableFuture<Void> unused = Utils.schedule(Runnable::run, () -> {}, 1, TimeUnit.HOURS);
        server.setHttp2ClearTextEnabled(false);
        server.setDispatcher(this);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Forgets all rules, and accepts the usual token. */
    void forgetRules() {
        rules.clear();
        token = TOKEN;
    }

    /** Sets the only token that is accepted. */
    void accept(String other) {
        token = other;
    }

    /** Adds a rule that answers requests instead of the mock; null for those that it does not answer. */
    void answer(Function<RecordedRequest, @Nullable MockResponse> rule) {
        rules.add(rule);
    }

    /** Does something directly before the next request with this method whose path ends so. */
    void beforeNext(String method, String path, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        answer(request -> {
            if (request.getMethod().equals(method) && request.getPath().endsWith(path) && !done.getAndSet(true)) {
                action.run();
            }
            return null;
        });
    }

    static MockResponse status(int code, String message) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code
                        + ",\"message\":\"" + message + "\"}");
    }

    static String leases(String namespace) {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }

    static String secrets(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/secrets";
    }

    /** Returns a Lease; null if there is none. */
    @Nullable
    Lease lease(String namespace, String name) {
        Map.Entry<?, String> found = findResource(getKey(leases(namespace) + "/" + name));
        return found == null ? null : Serialization.unmarshal(found.getValue(), Lease.class);
    }

    /** Changes a Lease as another client would. */
    void change(String namespace, String name, UnaryOperator<Lease> change) {
        Lease lease = lease(namespace, name);
        if (lease == null) {
            throw new AssertionError("there is no Lease " + name);
        }
        String body = Serialization.asJson(change.apply(lease));
        MockResponse answer = handleUpdate(new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.PUT,
                leases(namespace) + "/" + name,
                Headers.builder().build(),
                new Buffer(body.getBytes(StandardCharsets.UTF_8))));
        if (answer.code() != 200) {
            throw new AssertionError("the change is refused: " + answer.code());
        }
    }

    /** Returns how many Secrets there are. */
    long secretCount(String namespace) {
        String path = "\"namespace\":\"" + namespace + "\"";
        return getMap().values().stream()
                .filter(json -> json.contains("\"kind\":\"Secret\"") && json.contains(path))
                .count();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String authorization = request.getHeader("Authorization");
        if (!("Bearer " + token).equals(authorization)) {
            return status(401, "Unauthorized");
        }
        for (Function<RecordedRequest, @Nullable MockResponse> rule : rules) {
            MockResponse answer = rule.apply(request);
            if (answer != null) {
                return answer;
            }
        }
        synchronized (this) {
            return switch (request.getMethod()) {
                case "PUT" -> update(request);
                case "DELETE" -> delete(request);
                default -> super.dispatch(request);
            };
        }
    }

    private MockResponse update(RecordedRequest request) {
        GenericKubernetesResource wanted = Serialization.unmarshal(body(request), GenericKubernetesResource.class);
        GenericKubernetesResource current = current(request);
        String uid = wanted.getMetadata().getUid();
        if (uid != null && (current == null || !uid.equals(current.getMetadata().getUid()))) {
            return status(409, "Precondition failed: UID");
        }
        if (current == null && request.getPath().contains("/leases/")) {
            String path = request.getPath().substring(0, request.getPath().lastIndexOf('/'));
            return handleCreate(new RecordedRequest(
                    "HTTP/1.1",
                    HttpMethod.POST,
                    path,
                    request.getHeaders(),
                    new Buffer(request.getBody().getBytes())));
        }
        return super.dispatch(request);
    }

    private MockResponse delete(RecordedRequest request) {
        GenericKubernetesResource current = current(request);
        String body = body(request);
        if (current != null && !body.isEmpty()) {
            DeleteOptions options = Serialization.unmarshal(body, DeleteOptions.class);
            String version = options.getPreconditions() == null
                    ? null
                    : options.getPreconditions().getResourceVersion();
            if (version != null && !version.equals(current.getMetadata().getResourceVersion())) {
                return status(409, "Precondition failed: ResourceVersion");
            }
        }
        return super.dispatch(request);
    }

    /** Returns the body; the methods that return it as text also remove it. */
    private static String body(RecordedRequest request) {
        return new String(request.getBody().getBytes(), StandardCharsets.UTF_8);
    }

    private @Nullable GenericKubernetesResource current(RecordedRequest request) {
        Map.Entry<?, String> found = findResource(getKey(request.getPath()));
        return found == null ? null : Serialization.unmarshal(found.getValue(), GenericKubernetesResource.class);
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
