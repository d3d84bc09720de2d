package io.github.argusglue.plugin.nagios;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Name of a host or a service in the monitoring daemon.
 *
 * @param host name of the host
 * @param serviceOrNull description of the service; null for the host itself
 */
public record ObjectKey(String host, @Nullable String serviceOrNull) {

    /** Returns the name of a host. */
    public static ObjectKey host(String host) {
        return new ObjectKey(host, null);
    }

    /** Returns the name of a service. */
    public static ObjectKey service(String host, String service) {
        return new ObjectKey(host, service);
    }

    /** Returns the key that {@link #toString} has written. Names of hosts contain no {@code !}. */
    public static ObjectKey parse(String text) {
        int separator = text.indexOf('!');
        return separator < 0 ? host(text) : service(text.substring(0, separator), text.substring(separator + 1));
    }

    /** Returns whether this is a host. */
    public boolean isHost() {
        return serviceOrNull == null;
    }

    /** Returns the description of the service; empty for a host. */
    public Optional<String> service() {
        return Optional.ofNullable(serviceOrNull);
    }

    /** Returns {@code host} or {@code host!service}, the form that Icinga 2 uses too. */
    @Override
    public String toString() {
        return serviceOrNull == null ? host : host + "!" + serviceOrNull;
    }
}
