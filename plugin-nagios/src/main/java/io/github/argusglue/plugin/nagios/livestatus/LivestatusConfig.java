package io.github.argusglue.plugin.nagios.livestatus;

import io.github.argusglue.spi.config.HttpAccess;

/**
 * How Livestatus is reached.
 *
 * @param livestatus path of its unix socket, {@code host:port}, or {@code tls://host:port}
 * @param access the timeout of each query and, for {@code tls://}, {@code ca_file} and {@code server_name}; its other
 *     keys mean nothing here
 */
public record LivestatusConfig(String livestatus, HttpAccess access) {

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is not one; the message says what to write
     */
    public LivestatusConfig {
        LivestatusAddress.parse(livestatus);
    }

    LivestatusAddress address() {
        return LivestatusAddress.parse(livestatus);
    }
}
