package io.github.argusglue.core.identity;

import io.github.argusglue.core.argus.TokenOwner;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which source of this process writes as which user of which Argus. Two sources that write as one user would end each
 * other's incidents, so a user is one source's alone: of two the one that wrote as that user before, else the one that
 * comes first in the configuration. Any thread.
 */
public final class OwnerClaims {
    private final Map<String, Claim> bySource = new HashMap<>();

    /**
     * What a source says of itself.
     *
     * @param before whether it wrote as that user before
     * @param place in the configuration
     * @param won what to do when it gets the user
     * @param lost what to do when another source gets the user; both are called with a lock held, so that they come in
     *     the order in which it was decided, and must return at once
     */
    record Claimant(String source, boolean before, int place, Runnable won, Runnable lost) {
        private static final Comparator<Claimant> RIGHT =
                Comparator.comparing((Claimant one) -> !one.before()).thenComparingInt(Claimant::place);
    }

    private record Claim(Claimant claimant, String server, TokenOwner owner) {}

    /** Claims a user for a source; returns the name of the source that has it, if that is another. */
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

    /** A source does not write any more. */
    synchronized void release(String source) {
        bySource.remove(source);
    }
}
