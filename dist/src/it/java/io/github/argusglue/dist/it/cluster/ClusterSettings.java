package io.github.argusglue.dist.it.cluster;

import java.time.Duration;

/**
 * The size of a cluster.
 *
 * @param processes number of processes
 * @param members number of etcd's members
 * @param sources number of sources
 * @param open number of alerts that are open at the start, in all sources together
 * @param ttl time to live of a session
 * @param policy {@code on_engine_loss}
 */
record ClusterSettings(int processes, int members, int sources, int open, Duration ttl, String policy) {
    boolean isStop() {
        return policy.equals("stop");
    }
}
