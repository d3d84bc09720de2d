package io.github.argusglue.plugin.mist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a list.
 *
 * @param doubt why rows may be missing; null if it is the whole list
 */
record Listing<T>(List<T> rows, @Nullable String doubt) {

    /** Returns these rows, of which some may be missing. */
    Listing<T> because(String reason) {
        return doubt == null ? new Listing<>(rows, reason) : this;
    }
}
