package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of Argus about one token, and done to it. Every method is one request unless it says otherwise, and
 * never tries again by itself. Safe for use by any thread.
 *
 * <p>All throw {@link ArgusException} if the request fails and {@link InterruptedException} if the thread is
 * interrupted.
 */
public interface TokenApi {

    /** Returns the name of the user that the token belongs to: the cheapest proof that it is good. */
    String user() throws ArgusException, InterruptedException;

    /** Returns whom the token belongs to. One request or several. */
    TokenOwner owner() throws ArgusException, InterruptedException;

    /**
     * Replaces the DRF token of the token's user and returns the new one. The one before is dead at that moment, also
     * if the answer gets lost; a knox token of the same user, such as one from {@link #login()}, goes on living and may
     * ask for this again.
     */
    Secret refresh() throws ArgusException, InterruptedException;

    /** Makes one more knox token for the token's user. The token itself, of whichever kind, goes on living. */
    Login login() throws ArgusException, InterruptedException;

    /** Makes one more knox token for a user; needs no token. */
    Login login(String username, Secret password) throws ArgusException, InterruptedException;

    /** Ends the token, which has to be a knox token. */
    void logout() throws ArgusException, InterruptedException;

    /** Returns Argus's own open incidents about tokens that expire soon, of all sources. Several requests. */
    List<Incident> expiring() throws ArgusException, InterruptedException;

    /** Returns the open incidents of all sources that have a tag. Several requests. */
    List<Incident> openTagged(Tag tag) throws ArgusException, InterruptedException;

    /** Returns an incident of any source. */
    Optional<Incident> incident(long pk) throws ArgusException, InterruptedException;

    /**
     * A knox token that was just made.
     *
     * @param expiry when it dies; null if never
     */
    record Login(Secret token, @Nullable Instant expiry) {}
}
