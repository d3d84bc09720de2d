package io.github.argusglue.core.http;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the HTTP endpoint shows. Thread-safe. Read again for each request, so that sources can be added and removed. */
public interface ServiceStatus {

    /** Returns the version of the program. */
    String version();

    /** Returns the sources in the order of the configuration. */
    List<EndpointSource> sources();

    /** Returns the Argus servers. */
    List<Server> servers();

    /** Returns the watched primaries. */
    default List<FailoverStatus> failover() {
        return List.of();
    }

    /** Returns the cluster that this process belongs to; empty if there is none. */
    default Optional<ClusterStatus> cluster() {
        return Optional.empty();
    }

    /** Returns the status of a source's Argus token; empty if nothing is known. */
    default Optional<TokenReport> token(String source) {
        return Optional.empty();
    }

    /** Returns the status of the configuration. */
    Configuration configuration();

    /** Returns the current time. */
    Instant now();

    /** Returns a source by name. */
    default Optional<EndpointSource> source(String name) {
        return sources().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /**
     * An Argus server.
     *
     * @param name name in the configuration
     * @param trouble why no requests are sent to it now; null if it is working
     * @param clockAheadSeconds how much our clock is ahead of the server's, negative if behind; 0 below a minute
     */
    record Server(String name, @Nullable String trouble, long clockAheadSeconds) {
        /** Returns a server whose clock agrees with ours. */
        public Server(String name, @Nullable String trouble) {
            this(name, trouble, 0);
        }
    }

    /**
     * The configuration in force.
     *
     * @param loadedAt when it was read
     * @param refusal first fault of a newer configuration that was rejected; null if none was
     */
    record Configuration(Instant loadedAt, @Nullable String refusal) {}
}
