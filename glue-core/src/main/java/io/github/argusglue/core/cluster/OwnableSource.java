package io.github.argusglue.core.cluster;

import java.util.List;

/**
 * A source that one of the members has to own.
 *
 * @param name its name
 * @param argus name of its Argus server
 * @param pin the only members that may own it; empty for all
 */
public record OwnableSource(String name, String argus, List<String> pin) {
    /** Copies the list. */
    public OwnableSource {
        pin = List.copyOf(pin);
    }

    boolean mayBeOwnedBy(String member) {
        return pin.isEmpty() || pin.contains(member);
    }
}
