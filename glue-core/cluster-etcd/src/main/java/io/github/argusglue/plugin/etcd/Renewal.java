package io.github.argusglue.plugin.etcd;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Extends a lease, and makes sure that the whole cluster knows.
 *
 * <p>etcd extends a lease in the memory of its leader alone. A leader that was replaced and does not know it yet (its
 * machine had stopped for a while, or its network) extends it, too, and the lease ends all the same. So each extension
 * is followed by a read, which a majority has to confirm. It shows whether the session is still there. It also shows
 * the term, which grows with each leader: if the member that answered was in the same term at a confirmed read before
 * and at one after the extension, then the leader of that term was the only one, and has extended the lease. If not,
 * the lease is extended once more.
 */
final class Renewal {
    /** A stream of requests and answers; of one each, it is the same on the wire as a simple call. */
    private static final MethodDescriptor<LeaseKeepAliveRequest, LeaseKeepAliveResponse> KEEP_ALIVE =
            LeaseGrpc.getLeaseKeepAliveMethod().toBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .build();

    private final Keys keys;
    private volatile @Nullable ResponseHeader confirmed;

    Renewal(Keys keys) {
        this.keys = keys;
    }

    /** Returns when a lease has been extended by its whole time to live, counted from now at least. */
    void renew(Session session, Call call) throws ClusterException, InterruptedException {
        LeaseKeepAliveRequest extend =
                LeaseKeepAliveRequest.newBuilder().setID(session.lease()).build();
        while (true) {
            ResponseHeader before = confirmed;
            LeaseKeepAliveResponse extended = call.send(KEEP_ALIVE, extend);
            RangeResponse after = call.send(KVGrpc.getRangeMethod(), Requests.get(keys.member(session.name())));
            confirmed = after.getHeader();
            if (after.getKvsList().stream()
                    .mapToLong(KeyValue::getLease)
                    .noneMatch(found -> found == session.lease())) {
                throw call.failure(Kind.SESSION_ENDED, "the session has ended");
            }
            if (extended.getTTL() > 0
                    && isSameTerm(before, extended.getHeader())
                    && isSameTerm(extended.getHeader(), after.getHeader())) {
                return;
            }
            call.checkTime("the members do not agree on a leader");
        }
    }

    private static boolean isSameTerm(@Nullable ResponseHeader one, ResponseHeader other) {
        return one != null && one.getMemberId() == other.getMemberId() && one.getRaftTerm() == other.getRaftTerm();
    }
}
