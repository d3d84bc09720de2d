package io.github.argusglue.core.identity;

import io.github.argusglue.core.argus.TokenOwner;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Assigns users of Argus to the sources of this process. Two sources that write as the same user would end each other's
 * incidents, so each user belongs to one source only: the one that wrote as that user before, otherwise the first one
 * in the configuration. Thread-safe.
 */
public final class OwnerClaims {
    private final Map<String, Claim> bySource = new HashMap<>();

    /**
     * A source that claims a user.
     *
     * @param before whether it wrote as that user before
     * @param place its position in the configuration
     * @param won is called when it gets the user
     * @param lost is called when another source gets the user. Both are called with a lock held, so that they are
     *     called in the order of the decisions, and must return at once
     */
    record Claimant(String source, boolean before, int place, Runnable won, Runnable lost) {
        private static final Comparator<Claimant> RIGHT =
                Comparator.comparing((Claimant one) -> !one.before()).thenComparingInt(Claimant::place);
    }

    private record Claim(Claimant claimant, String server, TokenOwner owner) {}

    /** Claims a user for a source; returns the name of the other source if that one has the user. */
    synchronized Optional<String> claim(String server, TokenOwner owner, Claimant claimant) {
        for (Claim other : bySource.values()) {
            boolean same = other.server.equals(server) && other.owner.userPk() == owner.userPk();
            if (same && !other.claimant.source().equals(claimant.source())) {
                if (Claimant.RIGHT.compare(other.claimant, claimant) <= 0) {
                    bySource.remove(claimant.source());
                    return Optional.of(other.claimant.source());
                }
                bySource.remove(other.claimant.source());
                other.claimant.lost().run();
                break;
            }
        }
        bySource.put(claimant.source(), new Claim(claimant, server, owner));
        claimant.won().run();
        return Optional.empty();
    }

    /** Records that a source no longer writes. */
    synchronized void release(String source) {
        bySource.remove(source);
    }
}
