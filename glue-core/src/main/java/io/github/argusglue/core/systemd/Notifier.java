package io.github.argusglue.core.systemd;

import java.util.List;

/** Where a service manager is told how the service does; see sd_notify(3). */
@FunctionalInterface
public interface Notifier {

    /**
     * Sends variables in one message. A service goes on without; so this throws nothing and does not take long.
     *
     * @param assignments such as {@code READY=1}, without line breaks
     */
    void send(List<String> assignments);
}
