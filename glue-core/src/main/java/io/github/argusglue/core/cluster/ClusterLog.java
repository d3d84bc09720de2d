package io.github.argusglue.core.cluster;

import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.spi.cluster.ClusterException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to this process in its cluster, each change once. */
final class ClusterLog {
    private static final Logger log = LoggerFactory.getLogger("cluster");

    private final FaultLog faults;
    private List<String> differing = List.of();

    ClusterLog(InstantSource clock) {
        this.faults = new FaultLog(log, "cluster", clock);
    }

    void joined(String engine, String member) {
        log.info("cluster: joined as '{}' with a session in {}", member, engine);
    }

    void left(String engine) {
        log.info("cluster: all sources are handed over; the session in {} has ended", engine);
    }

    void answered() {
        faults.recovered();
    }

    void failed(ClusterException.Kind kind, String message) {
        if (kind == ClusterException.Kind.UNAUTHORIZED) {
            faults.error(kind.name(), message);
        } else {
            faults.warn(kind.name(), message);
        }
    }

    void owned(Set<String> before, Set<String> after) {
        Set<String> taken = new TreeSet<>(after);
        taken.removeAll(before);
        Set<String> given = new TreeSet<>(before);
        given.removeAll(after);
        if (!taken.isEmpty()) {
            log.info("cluster: takes over {}: {}", Count.of(taken.size(), "source"), String.join(", ", taken));
        }
        if (!given.isEmpty()) {
            log.info("cluster: gives up {}: {}", Count.of(given.size(), "source"), String.join(", ", given));
        }
    }

    void resumed(Set<String> sources, String why) {
        log.warn(
                "cluster: goes on with {} that this process owned when it ended, because the engine cannot be asked: {}",
                Count.of(sources.size(), "source"),
                why);
    }

    void stopped(Set<String> sources) {
        log.error(
                "cluster: writes nothing any more for {}: its session could not be renewed in time",
                Count.of(sources.size(), "source"));
    }

    void otherConfiguration(List<String> members) {
        if (!members.equals(differing)) {
            differing = members;
            if (!members.isEmpty()) {
                log.warn(
                        "cluster: other sources in the configuration of {}: sources do not move until all have the"
                                + " same names and the same 'pin'",
                        String.join(", ", members));
            }
        }
    }
}
