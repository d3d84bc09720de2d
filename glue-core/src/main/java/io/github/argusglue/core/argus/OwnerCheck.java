package io.github.argusglue.core.argus;

import java.util.Optional;

/** Decides whether requests may go out with a token of some owner. Any thread. */
@FunctionalInterface
public interface OwnerCheck {
    /** Takes any owner. */
    OwnerCheck ANY = (owner, incidents) -> {};

    /**
     * Looks at the owner of a token before it is used.
     *
     * @param incidents asked with that very token
     * @throws ArgusException of kind {@link ArgusException.Kind#WRONG_OWNER} if it is not to be used
     */
    void check(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException;

    /** Incidents on the server of the token. */
    @FunctionalInterface
    interface Incidents {
        /** Returns an incident of any source; empty if there is none. */
        Optional<Incident> find(long pk) throws ArgusException, InterruptedException;
    }
}
