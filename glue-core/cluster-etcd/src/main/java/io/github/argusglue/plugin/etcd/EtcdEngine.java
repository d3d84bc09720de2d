package io.github.argusglue.plugin.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.github.argusglue.spi.cluster.ClusterView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions, owners and values as keys of etcd. A session is a lease: etcd deletes the keys that are attached to it when
 * it ends, all in one step. Whatever depends on a condition is one transaction of etcd, with the condition in it.
 */
final class EtcdEngine implements ClusterEngine {
    private final EtcdConfig config;
    private final Duration timeout;
    private final Keys keys;
    private final Members members;
    private final Login login;
    private final Renewal renewal;
    private final ChangeWatch watch;
    private final Map<String, Session> opened = new ConcurrentHashMap<>();

    EtcdEngine(EtcdConfig config, Duration timeout, Runnable changed) {
        this.config = config;
        this.timeout = timeout;
        this.keys = new Keys(config.prefix());
        this.members = new Members(config, timeout);
        this.login = new Login(config);
        this.renewal = new Renewal(keys);
        this.watch = new ChangeWatch(keys, members, login, changed);
    }

    private Call begin(String what) {
        return new Call(what, config, members, login, timeout);
    }

    @Override
    public String open(String member, String info, Duration ttl) throws ClusterException, InterruptedException {
        Call call = begin("open a session for '" + member + "'");
        // If what follows fails, the lease has no keys and ends by itself.
        long lease = call.send(
                        LeaseGrpc.getLeaseGrantMethod(),
                        LeaseGrantRequest.newBuilder().setTTL(seconds(ttl)).build())
                .getID();
        ByteString key = keys.member(member);
        TxnResponse answer = call.send(
                KVGrpc.getTxnMethod(),
                TxnRequest.newBuilder()
                        .addCompare(Requests.isAbsent(key))
                        .addSuccess(Requests.put(key, ByteString.copyFromUtf8(info), lease))
                        .addFailure(Requests.read(key))
                        .build());
        watch.start();
        long since = answer.getHeader().getRevision();
        if (!answer.getSucceeded()) {
            KeyValue present = only(answer, 0)
                    .orElseThrow(() -> new IllegalStateException("a key that was there is not in the same answer"));
            // Ours if the answer to the same request was lost.
            if (present.getLease() != lease) {
                revoke(call, lease);
                throw call.failure(
                        Kind.NAME_TAKEN,
                        "session " + Session.id(present.getLease())
                                + " has the name; each process needs a name of its own, and a session that was left"
                                + " behind ends by itself");
            }
            since = present.getCreateRevision();
        }
        Session session = new Session(lease, member, since);
        opened.put(session.id(), session);
        return session.id();
    }

    /** etcd counts leases in seconds. */
    private static long seconds(Duration ttl) {
        return ttl.plusMillis(999).toSeconds();
    }

    private static Optional<KeyValue> only(TxnResponse answer, int index) {
        return answer.getResponses(index).getResponseRange().getKvsList().stream()
                .findFirst();
    }

    @Override
    public void renew(String session) throws ClusterException, InterruptedException {
        Call call = begin("renew session " + session);
        renewal.renew(session(call, session), call);
        watch.start();
    }

    @Override
    public void describe(String session, String info) throws ClusterException, InterruptedException {
        Call call = begin("describe session " + session);
        Session found = session(call, session);
        ByteString key = keys.member(found.name());
        TxnResponse answer = call.send(
                KVGrpc.getTxnMethod(),
                TxnRequest.newBuilder()
                        .addCompare(Requests.isSince(key, found.since()))
                        .addSuccess(Requests.put(key, ByteString.copyFromUtf8(info), found.lease()))
                        .build());
        if (!answer.getSucceeded()) {
            throw hasEnded(call, session);
        }
    }

    @Override
    public void end(String session) throws ClusterException, InterruptedException {
        Call call = begin("end session " + session);
        Optional<Session> found = find(call, session);
        if (found.isPresent()) {
            revoke(call, found.get().lease());
        }
        opened.remove(session);
    }

    private static void revoke(Call call, long lease) throws ClusterException, InterruptedException {
        try {
            call.send(
                    LeaseGrpc.getLeaseRevokeMethod(),
                    LeaseRevokeRequest.newBuilder().setID(lease).build());
        } catch (ClusterException e) {
            if (e.kind() != Kind.SESSION_ENDED) {
                throw e;
            }
        }
    }

    @Override
    public ClusterView view() throws ClusterException, InterruptedException {
        Call call = begin("read members and owners");
        List<KeyValue> found = call.send(KVGrpc.getRangeMethod(), Requests.range(keys.first(), keys.end()))
                .getKvsList();
        watch.start();
        Map<String, ClusterView.Member> present = new HashMap<>();
        Map<Long, String> names = new HashMap<>();
        for (KeyValue each : found) {
            String name = keys.nameOfMember(each.getKey());
            if (!name.isEmpty()) {
                names.put(each.getLease(), name);
                present.put(
                        name,
                        new ClusterView.Member(
                                Session.id(each.getLease()), each.getValue().toStringUtf8()));
            }
        }
        Map<String, String> owners = new HashMap<>();
        for (KeyValue each : found) {
            String source = keys.sourceOfOwner(each.getKey());
            String owner = names.get(each.getLease());
            if (!source.isEmpty() && owner != null) {
                owners.put(source, owner);
            }
        }
        return new ClusterView(present, owners);
    }

    @Override
    public boolean claim(String session, String source) throws ClusterException, InterruptedException {
        Call call = begin("claim source '" + source + "'");
        Session mine = session(call, session);
        ByteString member = keys.member(mine.name());
        ByteString owner = keys.owner(source);
        TxnResponse answer = call.send(
                KVGrpc.getTxnMethod(),
                TxnRequest.newBuilder()
                        .addCompare(Requests.isSince(member, mine.since()))
                        .addCompare(Requests.isAbsent(owner))
                        .addSuccess(Requests.put(owner, ByteString.copyFromUtf8(mine.id()), mine.lease()))
                        .addFailure(Requests.read(member))
                        .addFailure(Requests.read(owner))
                        .build());
        if (answer.getSucceeded()) {
            return true;
        }
        if (only(answer, 0).filter(found -> found.getLease() == mine.lease()).isEmpty()) {
            throw hasEnded(call, session);
        }
        return only(answer, 1).filter(found -> found.getLease() == mine.lease()).isPresent();
    }

    @Override
    public void release(String session, String source) throws ClusterException, InterruptedException {
        changeAsOwner(begin("release source '" + source + "'"), session, source, Requests.delete(keys.owner(source)));
    }

    @Override
    public Optional<byte[]> get(String source, String name) throws ClusterException, InterruptedException {
        Call call = begin("read the value '" + name + "' of source '" + source + "'");
        return call.send(KVGrpc.getRangeMethod(), Requests.get(keys.value(source, name))).getKvsList().stream()
                .findFirst()
                .map(found -> found.getValue().toByteArray());
    }

    @Override
    public void put(String session, String source, String name, byte[] value)
            throws ClusterException, InterruptedException {
        Call call = begin("store the value '" + name + "' of source '" + source + "'");
        RequestOp change = Requests.put(keys.value(source, name), ByteString.copyFrom(value), 0);
        checkOwned(call, session, changeAsOwner(call, session, source, change));
    }

    @Override
    public void remove(String session, String source, String name) throws ClusterException, InterruptedException {
        Call call = begin("remove the value '" + name + "' of source '" + source + "'");
        checkOwned(call, session, changeAsOwner(call, session, source, Requests.delete(keys.value(source, name))));
    }

    private static void checkOwned(Call call, String session, boolean owned) throws ClusterException {
        if (!owned) {
            throw call.failure(Kind.NOT_OWNER, "session " + session + " does not own it");
        }
    }

    /** Makes a change if the session owns the source, and returns whether it does. */
    private boolean changeAsOwner(Call call, String session, String source, RequestOp change)
            throws ClusterException, InterruptedException {
        Compare owns = Requests.has(keys.owner(source), ByteString.copyFromUtf8(session));
        return call.send(
                        KVGrpc.getTxnMethod(),
                        TxnRequest.newBuilder()
                                .addCompare(owns)
                                .addSuccess(change)
                                .build())
                .getSucceeded();
    }

    private Session session(Call call, String id) throws ClusterException, InterruptedException {
        return find(call, id).orElseThrow(() -> hasEnded(call, id));
    }

    /** Returns a session that this engine has opened, or one of another process that is open. */
    private Optional<Session> find(Call call, String id) throws ClusterException, InterruptedException {
        Session mine = opened.get(id);
        if (mine != null) {
            return Optional.of(mine);
        }
        return call
                .send(KVGrpc.getRangeMethod(), Requests.range(keys.first(), keys.endOfMembers()))
                .getKvsList()
                .stream()
                .map(found ->
                        new Session(found.getLease(), keys.nameOfMember(found.getKey()), found.getCreateRevision()))
                .filter(found -> found.id().equals(id))
                .findFirst();
    }

    private ClusterException hasEnded(Call call, String session) {
        opened.remove(session);
        return call.failure(Kind.SESSION_ENDED, "session " + session + " has ended");
    }

    @Override
    public void close() {
        watch.close();
        members.close();
    }
}
