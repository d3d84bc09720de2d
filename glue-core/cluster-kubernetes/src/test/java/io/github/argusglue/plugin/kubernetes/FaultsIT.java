package io.github.argusglue.plugin.kubernetes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the engine does when the API server refuses, fails or ends a watch, and with the files of the pod. */
final class FaultsIT {
    private static final Duration TTL = Duration.ofSeconds(15);

    private static ApiServer server;

    private final String namespace = "n" + UUID.randomUUID();
    private final Semaphore changes = new Semaphore(0);

    @TempDir
    private Path folder;

    private Pod pod;

    @BeforeAll
    static void startServer() {
        server = new ApiServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        Pod.writeToken(folder, ApiServer.TOKEN);
        pod = new Pod(server, folder, namespace, changes::release);
    }

    @AfterEach
    void stop() {
        pod.close();
        server.forgetRules();
    }

    private static String fails(Kind kind, Executable call) {
        ClusterException failure = assertThrows(ClusterException.class, call);
        assertEquals(kind, failure.kind(), failure.getMessage());
        return String.valueOf(failure.getMessage());
    }

    private void refuse(String method, String part, int code, String message) {
        server.answer(request -> isFor(request, method, part) ? ApiServer.status(code, message) : null);
    }

    private static boolean isFor(RecordedRequest request, String method, String part) {
        return request.getMethod().equals(method) && request.getPath().contains(part);
    }

    @Test
    void aMissingPermissionIsNamed() throws Exception {
        String session = pod.engine.open("one", "", TTL);
        pod.engine.claim(session, "oslo");
        refuse("POST", "/secrets", 403, "secrets is forbidden");
        refuse("GET", "/leases?", 403, "leases is forbidden");
        String put = fails(Kind.UNAUTHORIZED, () -> pod.engine.put(session, "oslo", "seen", new byte[1]));
        assertTrue(put.contains("the verb 'create' on secrets") && put.contains(namespace), put);
        String view = fails(Kind.UNAUTHORIZED, pod.engine::view);
        assertTrue(view.contains("the verb 'list' on leases.coordination.k8s.io"), view);
    }

    @Test
    void aFailureOfTheServerIsNoAnswer() {
        refuse("GET", "/leases", 500, "etcdserver: request timed out");
        String message = fails(Kind.UNREACHABLE, pod.engine::view);
        assertTrue(message.contains("500: etcdserver: request timed out"), message);
    }

    @Test
    void anotherTokenIsUsedAsSoonAsItIsThere() throws Exception {
        String session = pod.engine.open("one", "", TTL);
        server.accept("rotated");
        String message = fails(Kind.UNAUTHORIZED, () -> pod.engine.renew(session));
        assertTrue(message.contains(folder.resolve("token").toString()), message);
        Pod.writeToken(folder, "rotated");
        pod.engine.renew(session);
    }

    @Test
    void withoutItsFilesTheMessageSaysWhichAndWhatToDo() throws Exception {
        KubernetesConfig config = new KubernetesConfig(
                Optional.empty(), "argus-glue", server.url(), folder.resolve("token"), folder.resolve("ca.crt"));
        try (KubernetesEngine engine =
                new KubernetesEngine(config, Duration.ofSeconds(5), changes::release, System::nanoTime)) {
            String namespace = fails(Kind.UNAUTHORIZED, engine::view);
            assertTrue(namespace.contains(folder.resolve("namespace").toString()), namespace);
            Files.writeString(folder.resolve("namespace"), "of-the-pod");
            engine.open("one", "", TTL);
            assertTrue(server.lease("of-the-pod", "argus-glue.member.one") != null);
            Files.delete(folder.resolve("token"));
            String token = fails(Kind.UNAUTHORIZED, engine::view);
            assertTrue(token.contains("automountServiceAccountToken"), token);
        }
    }

    @Test
    void aWatchThatCannotBeginIsTriedAgain() throws Exception {
        answerFirstWatch(ApiServer.status(500, "no"));
        checkChangesAreNoticed();
    }

    /** As the API server does it after some minutes. */
    @Test
    void aWatchThatIsClosedBeginsAgain() throws Exception {
        answerFirstWatch(new MockResponse().withWebSocketUpgrade(new WebSocketListener() {
            @Override
            public void onOpen(WebSocket webSocket, Response response) {
                webSocket.close(1000, "over");
            }
        }));
        checkChangesAreNoticed();
    }

    private void answerFirstWatch(MockResponse answer) {
        AtomicBoolean first = new AtomicBoolean(true);
        server.answer(request -> isFor(request, "GET", "watch=true") && first.getAndSet(false) ? answer : null);
    }

    private void checkChangesAreNoticed() throws Exception {
        pod.engine.view();
        try (Pod other = new Pod(server, folder, namespace, () -> {})) {
            other.engine.open("other", "", TTL);
            assertTrue(changes.tryAcquire(10, TimeUnit.SECONDS), "the member that opened a session");
        }
    }

    @Test
    void aRenewalIsNoChange() {
        LeaseObjects objects = new LeaseObjects("argus-glue", InstantSource.fixed(Instant.EPOCH));
        KubernetesConfig config = new KubernetesConfig(
                Optional.of(namespace), "argus-glue", server.url(), folder.resolve("token"), folder.resolve("ca.crt"));
        try (KubernetesApi api = new KubernetesApi(config, TTL);
                LeaseWatch watch = new LeaseWatch(api, () -> {}, TTL)) {
            Lease opened = objects.newMember(new Holder("one", "1"), "", TTL);
            assertTrue(watch.isNews(Watcher.Action.ADDED, opened), "a session");
            Lease renewed = objects.renewed(opened);
            assertNotEquals(opened, renewed);
            assertFalse(watch.isNews(Watcher.Action.MODIFIED, renewed), "a renewal");
            assertTrue(watch.isNews(Watcher.Action.MODIFIED, objects.described(renewed, "x")), "a text");
            assertTrue(watch.isNews(Watcher.Action.DELETED, renewed), "an end");
            assertTrue(watch.isNews(Watcher.Action.ADDED, renewed), "the next session");
        }
    }

    /** The answer to the creation is lost: the session is there, and nobody knows its identifier. */
    @Test
    void aSessionThatNobodyKnowsDoesNotTakeTheName() throws Exception {
        AtomicBoolean lose = new AtomicBoolean(true);
        server.answer(request -> {
            if (isFor(request, "POST", "/leases") && lose.getAndSet(false)) {
                server.handleCreate(request);
                return ApiServer.status(504, "lost");
            }
            return null;
        });
        fails(Kind.UNREACHABLE, () -> pod.engine.open("one", "", TTL));
        String session = pod.engine.open("one", "", TTL);
        pod.engine.renew(session);
        try (Pod other = new Pod(server, folder, namespace, () -> {})) {
            fails(Kind.NAME_TAKEN, () -> other.engine.open("one", "", TTL));
        }
    }

    /** The session exists, and the answer that says so is on its way. */
    @Test
    void aSessionThatIsBeingOpenedTakesTheName() throws Exception {
        CountDownLatch created = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        server.answer(request -> {
            if (!isFor(request, "POST", "/leases") || !first.getAndSet(false)) {
                return null;
            }
            MockResponse answer = server.handleCreate(request).setBodyDelay(Duration.ofMillis(500));
            created.countDown();
            return answer;
        });
        FutureTask<String> open = new FutureTask<>(() -> pod.engine.open("one", "", TTL));
        new Thread(open).start();
        assertTrue(created.await(10, TimeUnit.SECONDS));
        fails(Kind.NAME_TAKEN, () -> pod.engine.open("one", "", TTL));
        pod.engine.renew(open.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whatAChangeWithoutAnswerHasLeftIsDeletedByTheNext() throws Exception {
        String session = pod.engine.open("one", "", TTL);
        pod.engine.claim(session, "oslo");
        pod.engine.put(session, "oslo", "seen", new byte[] {1});
        AtomicBoolean fail = new AtomicBoolean(true);
        server.answer(request ->
                isFor(request, "PUT", "source.oslo") && fail.getAndSet(false) ? ApiServer.status(500, "lost") : null);
        fails(Kind.UNREACHABLE, () -> pod.engine.put(session, "oslo", "seen", new byte[] {2}));
        assertArrayEquals(new byte[] {1}, pod.engine.get("oslo", "seen").orElseThrow());
        assertEquals(2, server.secretCount(namespace));
        pod.engine.put(session, "oslo", "seen", new byte[] {3});
        assertArrayEquals(new byte[] {3}, pod.engine.get("oslo", "seen").orElseThrow());
        assertEquals(1, server.secretCount(namespace));
    }
}
