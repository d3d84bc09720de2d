package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The session that holds a Lease, with the name of its member. In {@code spec.holderIdentity}, which {@code kubectl get
 * lease} shows, it is {@code MEMBER/SESSION}.
 */
record Holder(String member, String session) {

    /** Returns the holder of a Lease; null if there is none. */
    static @Nullable Holder of(Lease lease) {
        String identity = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
        int slash = identity == null ? -1 : identity.indexOf('/');
        return identity == null || slash < 0
                ? null
                : new Holder(identity.substring(0, slash), identity.substring(slash + 1));
    }

    String identity() {
        return member + "/" + session;
    }
}
