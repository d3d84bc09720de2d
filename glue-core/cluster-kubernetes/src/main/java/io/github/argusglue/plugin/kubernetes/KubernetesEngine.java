package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Keeps sessions, owners and state in objects of Kubernetes.
 *
 * <table>
 *   <caption>Objects</caption>
 *   <tr><th>object</th><th>content</th></tr>
 *   <tr><td>Lease {@code PREFIX.member.NAME}</td><td>an open session: the holder is its identifier, the annotation
 *       {@code info} its text. It is updated to renew it, and deleted when the session ends</td></tr>
 *   <tr><td>Lease {@code PREFIX.source.SOURCE}</td><td>the holder is the session that owns the source; the annotation
 *       {@code values} says which Secrets contain its values. It is not renewed and never deleted</td></tr>
 *   <tr><td>Secret {@code PREFIX.state.SOURCE.NUMBER}</td><td>one value. Immutable: another value is another
 *       Secret</td></tr>
 * </table>
 *
 * <h2>Why a session that has ended stays ended</h2>
 *
 * <p>A session is over for an observer when it has seen its Lease unchanged for the Lease's duration, by the observer's
 * own clock ({@link SeenLeases}). Another observer may not think so yet, and the process that holds the session may
 * renew it at that very moment. So an observer decides nothing by itself: it deletes the Lease, on the condition that
 * it is still the version that it has seen. Kubernetes orders that deletion and a late renewal:
 *
 * <ul>
 *   <li>If the renewal is first, the version differs, the deletion is refused, and the session goes on.
 *   <li>If the deletion is first, the renewal is refused, and {@link #renew} fails with {@code SESSION_ENDED}. A
 *       renewal is a PUT with uid and version of what was read. Without the uid, Kubernetes would create a deleted
 *       Lease again.
 * </ul>
 *
 * <p>Then the observer frees the sources of that session. This, too, replaces the version that was read. Only after
 * both does a view show that a session is gone and its sources are free, and only then does a claim succeed
 * ({@link Sessions#settle}). All processes do the same, in any order, and more than one can do it at once.
 *
 * <h2>Why only the owner changes state</h2>
 *
 * <p>The Lease of a source is both who owns it and which values it has. A change of values replaces the version in
 * which the session was found to be the owner; so it is refused as soon as the source was freed or claimed. Kubernetes
 * has no change of two objects at once, therefore the values cannot be in an object of their own that changes.
 *
 * <p>{@link #claim} checks the session again after it has become the owner: if it was ended in between, its sources are
 * freed, and the claim fails.
 */
final class KubernetesEngine implements ClusterEngine {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final KubernetesApi api;
    private final LeaseObjects objects;
    private final Sessions sessions;
    private final Sources sources;
    private final LeaseWatch watch;
    private final CallLimit calls;

    /** @param nanoTime the monotonic clock */
    KubernetesEngine(KubernetesConfig config, Duration timeout, Runnable changed, LongSupplier nanoTime) {
        this.api = new KubernetesApi(config, timeout);
        this.objects = new LeaseObjects(config.prefix(), InstantSource.system());
        this.sessions = new Sessions(api, objects, new SeenLeases(nanoTime));
        this.sources = new Sources(api, objects, sessions);
        this.watch = new LeaseWatch(api, changed, SHORTEST_PAUSE);
        this.calls = new CallLimit(timeout, config.apiServer().toString());
    }

    @Override
    public String open(String member, String info, Duration ttl) throws ClusterException, InterruptedException {
        return call(() -> sessions.open(member, info, ttl));
    }

    @Override
    public void renew(String session) throws ClusterException, InterruptedException {
        run(() -> sessions.change(session, objects::renewed));
    }

    @Override
    public void describe(String session, String info) throws ClusterException, InterruptedException {
        run(() -> sessions.change(session, lease -> objects.described(lease, info)));
    }

    @Override
    public void end(String session) throws ClusterException, InterruptedException {
        run(() -> sessions.end(session));
    }

    @Override
    public ClusterView view() throws ClusterException, InterruptedException {
        ClusterView view = call(() -> viewOf(sessions.settle()));
        watch.start();
        return view;
    }

    private static ClusterView viewOf(List<Lease> leases) {
        Map<String, ClusterView.Member> members = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (Lease lease : leases) {
            Holder holder = Holder.of(lease);
            if (holder != null && LeaseObjects.isOfMember(lease)) {
                members.put(holder.member(), new ClusterView.Member(holder.session(), LeaseObjects.info(lease)));
            } else if (holder != null && LeaseObjects.isOfSource(lease)) {
                owners.put(LeaseObjects.name(lease), holder.member());
            }
        }
        return new ClusterView(members, owners);
    }

    @Override
    public boolean claim(String session, String source) throws ClusterException, InterruptedException {
        return call(() -> sources.claim(session, source));
    }

    @Override
    public void release(String session, String source) throws ClusterException, InterruptedException {
        run(() -> sources.release(session, source));
    }

    @Override
    public Optional<byte[]> get(String source, String name) throws ClusterException, InterruptedException {
        return call(() -> sources.get(source, name));
    }

    @Override
    public void put(String session, String source, String name, byte[] value)
            throws ClusterException, InterruptedException {
        if (value.length > MOST_BYTES) {
            throw new IllegalArgumentException("a value of " + value.length + " bytes; at most " + MOST_BYTES);
        }
        run(() -> sources.put(session, source, name, value));
    }

    @Override
    public void remove(String session, String source, String name) throws ClusterException, InterruptedException {
        run(() -> sources.remove(session, source, name));
    }

    private <T> T call(Callable<T> call) throws ClusterException, InterruptedException {
        return calls.call(call);
    }

    /** A call without a result. */
    private interface Action {
        void run() throws ClusterException, InterruptedException;
    }

    private void run(Action action) throws ClusterException, InterruptedException {
        calls.call(() -> {
            action.run();
            return true;
        });
    }

    @Override
    public void close() {
        watch.close();
        calls.close();
        api.close();
    }
}
