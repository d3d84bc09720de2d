package io.github.argusglue.plugin.etcd;

import java.util.HexFormat;

/**
 * A session as etcd stores it.
 *
 * @param lease the lease that all its keys are attached to
 * @param name name of its member
 * @param since revision of etcd at which the key of the member was created: no other session has the same
 */
record Session(long lease, String name, long since) {

    /** Returns the identifier that a lease gives to its session: as etcdctl shows it. */
    static String id(long lease) {
        return HexFormat.of().toHexDigits(lease);
    }

    String id() {
        return id(lease);
    }
}
