package io.github.argusglue.core.argus;

import java.util.Optional;

/** Decides whether requests may be sent with a token of a given owner. Thread-safe. */
@FunctionalInterface
public interface OwnerCheck {
    /** Accepts any owner. */
    OwnerCheck ANY = (owner, incidents) -> {};

    /**
     * Checks the owner of a token before the token is used.
     *
     * @param incidents reads incidents with that token
     * @throws ArgusException of kind {@link ArgusException.Kind#WRONG_OWNER} if the token must not be used
     */
    void check(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException;

    /** Reads incidents from the server of the token. */
    @FunctionalInterface
    interface Incidents {
        /** Returns an incident of any source; empty if it does not exist. */
        Optional<Incident> find(long pk) throws ArgusException, InterruptedException;
    }
}
