package io.github.argusglue.core.http;

import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the endpoint shows. Any thread; asked anew for each request, so that sources may come and go. */
public interface ServiceStatus {

    /** Returns the version of the program. */
    String version();

    /** Returns the sources in the order of the configuration. */
    List<EndpointSource> sources();

    /** Returns the Argus servers. */
    List<Server> servers();

    /** Returns the primaries that are watched. */
    default List<FailoverStatus> failover() {
        return List.of();
    }

    /** Returns what is known of a source's token in Argus; empty if nothing is. */
    default Optional<TokenReport> token(String source) {
        return Optional.empty();
    }

    /** Returns what is known of the configuration in force. */
    Configuration configuration();

    /** Returns what time it is. */
    Instant now();

    /** Returns one of the sources. */
    default Optional<EndpointSource> source(String name) {
        return sources().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /**
     * An Argus server.
     *
     * @param name in the configuration
     * @param trouble why nothing is sent to it now; null if all is well
     */
    record Server(String name, @Nullable String trouble) {}

    /**
     * The configuration in force.
     *
     * @param loadedAt when it was read
     * @param refusal why a newer one was not taken, the first fault of it; null if none was refused since
     */
    record Configuration(Instant loadedAt, @Nullable String refusal) {}
}
