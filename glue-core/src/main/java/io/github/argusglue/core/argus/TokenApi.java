package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes one token in Argus. Each method sends one request unless it says otherwise, and does not retry.
 * Thread-safe.
 *
 * <p>All methods throw {@link ArgusException} if the request fails and {@link InterruptedException} if the thread is
 * interrupted.
 */
public interface TokenApi {

    /** Returns the name of the user that owns the token: the cheapest proof that the token is valid. */
    String userName() throws ArgusException, InterruptedException;

    /** Returns the owner of the token. One request or several. */
    TokenOwner owner() throws ArgusException, InterruptedException;

    /**
     * Replaces the DRF token of the token's user and returns the new one. The old one is invalid from that moment, even
     * if the answer is lost. A knox token of the same user, such as one from {@link #login()}, stays valid and can
     * repeat this request.
     */
    Secret refresh() throws ArgusException, InterruptedException;

    /** Creates another knox token for the token's user. The token itself, of either kind, stays valid. */
    KnoxToken login() throws ArgusException, InterruptedException;

    /** Creates another knox token for a user; needs no token. */
    KnoxToken login(String username, Secret password) throws ArgusException, InterruptedException;

    /** Revokes the token, which has to be a knox token. */
    void logout() throws ArgusException, InterruptedException;

    /** Returns the open incidents of Argus itself about tokens that expire soon, of all sources. Several requests. */
    List<Incident> listExpiring() throws ArgusException, InterruptedException;

    /** Returns the open incidents of all sources that have a tag. Several requests. */
    List<Incident> listOpenTagged(Tag tag) throws ArgusException, InterruptedException;

    /** Returns an incident of any source. */
    Optional<Incident> findIncident(long pk) throws ArgusException, InterruptedException;

    /**
     * A new knox token.
     *
     * @param expiry when it expires; null for never
     */
    record KnoxToken(Secret token, @Nullable Instant expiry) {}
}
