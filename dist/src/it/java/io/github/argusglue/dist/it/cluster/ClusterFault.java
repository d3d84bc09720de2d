package io.github.argusglue.dist.it.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** A kind of fault of a cluster: of one process, of its ways, or of etcd. */
enum ClusterFault {
    /** kill -9, and a start later. */
    KILLED,
    /** SIGTERM, and a start later. */
    TERMINATED,
    /** SIGSTOP, and SIGCONT later: often after its session has ended. */
    FROZEN,
    CUT_FROM_ETCD,
    /** What it sends to etcd arrives late. */
    ETCD_IS_SLOW,
    CUT_FROM_ARGUS,
    LEASE_REVOKED,
    MEMBER_KILLED,
    MEMBER_FROZEN,
    QUORUM_LOST;

    /** What ends a fault. */
    @FunctionalInterface
    interface Ending {
        void end() throws IOException;
    }

    /** Returns for how long a fault of this kind lasts. */
    Duration duration(Random random) {
        if (this == FROZEN && random.nextInt(10) == 0) {
            return Duration.ofSeconds(60);
        }
        return Duration.ofMillis(500 + random.nextInt(random.nextBoolean() ? 3_000 : 14_000));
    }

    /** Begins a fault at a random process or member of etcd. */
    Ending begin(ClusterLab lab, Random random) throws IOException {
        ClusterProcess process =
                lab.processes().get(random.nextInt(lab.processes().size()));
        int members = lab.etcd().endpoints().size();
        int member = 1 + random.nextInt(members);
        switch (this) {
            case KILLED -> {
                process.process().kill();
                return process::start;
            }
            case TERMINATED -> {
                process.terminate();
                return process::start;
            }
            case FROZEN -> {
                process.process().pause();
                return process.process()::resume;
            }
            case CUT_FROM_ETCD -> {
                process.cutEtcd();
                return process::mendEtcd;
            }
            case ETCD_IS_SLOW -> {
                process.silenceEtcd();
                return process::mendEtcd;
            }
            case CUT_FROM_ARGUS -> {
                process.cutArgus();
                return process::mendArgus;
            }
            case LEASE_REVOKED -> {
                String session = lab.sessions().get(process.name());
                if (session != null) {
                    lab.etcd().ctl("lease", "revoke", session);
                }
                return () -> {};
            }
            case MEMBER_KILLED -> {
                lab.etcd().kill(member);
                return () -> lab.etcd().run(member);
            }
            case MEMBER_FROZEN -> {
                lab.etcd().freeze(member);
                return () -> lab.etcd().thaw(member);
            }
            case QUORUM_LOST -> {
                int other = 1 + member % members;
                lab.etcd().kill(member);
                lab.etcd().kill(other);
                return () -> {
                    lab.etcd().run(member);
                    lab.etcd().run(other);
                };
            }
            default -> throw new IllegalStateException("no such fault: " + this);
        }
    }
}
