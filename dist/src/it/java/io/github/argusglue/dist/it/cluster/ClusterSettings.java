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
 * @param apart how far the clock of a process is ahead of that of the process before; that of the second is right
 */
record ClusterSettings(int processes, int members, int sources, int open, Duration ttl, String policy, Duration apart) {
    ClusterSettings(int processes, int members, int sources, int open, Duration ttl, String policy) {
        this(processes, members, sources, open, ttl, policy, Duration.ZERO);
    }

    /** Returns how far the clock of a process is ahead; the first process is 1. */
    Duration ahead(int process) {
        return apart.multipliedBy(process - 2L);
    }

    boolean isStop() {
        return policy.equals("stop");
    }
}
