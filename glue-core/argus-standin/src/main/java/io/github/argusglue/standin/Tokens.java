package io.github.argusglue.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the stand-in, of both kinds: one DRF token for each user, which expires a fixed time after its
 * creation, and any number of sessions, each with its own expiry.
 */
final class Tokens {
    static final Duration LIFETIME = Duration.ofDays(14);
    private static final int DRF = 40;
    private static final int KNOX = 64;

    private final InstantSource clock;
    private final Map<String, Token> byText = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final Set<Account> withPassword = new HashSet<>();

    Tokens(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A token.
     *
     * @param expiry null for a DRF token
     */
    private record Token(
            Account owner, Instant created, @Nullable Instant expiry) {
        boolean isDrf() {
            return expiry == null;
        }
    }

    /** Adds another DRF token, which only a test can do. */
    String add(Account owner) {
        return add(owner, null, DRF);
    }

    String session(Account owner, Instant expiry) {
        return add(owner, expiry, KNOX);
    }

    private String add(Account owner, @Nullable Instant expiry, int length) {
        String text = (UUID.randomUUID().toString() + UUID.randomUUID())
                .replace("-", "")
                .substring(0, length);
        byText.put(text, new Token(owner, clock.instant(), expiry));
        return text;
    }

    /** Replaces a user's DRF token; empty if there is none. */
    Optional<String> refresh(Account owner) {
        return byText.values().removeIf(token -> token.isDrf() && token.owner.equals(owner))
                ? Optional.of(add(owner))
                : Optional.empty();
    }

    boolean endSession(String text) {
        Token token = byText.get(text);
        return token != null && !token.isDrf() && byText.remove(text) != null;
    }

    void expire(String text) {
        if (byText.remove(text) != null) {
            expired.add(text);
        }
    }

    /** Makes a token older. */
    void age(String text, Duration age) {
        byText.computeIfPresent(
                text, (key, token) -> new Token(token.owner, clock.instant().minus(age), token.expiry));
    }

    void letLogIn(Account owner) {
        withPassword.add(owner);
    }

    boolean mayLogIn(Account owner) {
        return withPassword.contains(owner);
    }

    /** Returns whether a token has expired; only the first call returns true, as the token is deleted then. */
    boolean forgetExpired(String text) {
        Token token = byText.get(text);
        if (token != null && token.isDrf() && token.created.plus(LIFETIME).isBefore(clock.instant())) {
            expire(text);
        }
        return expired.remove(text);
    }

    Optional<Account> owner(String text) {
        Token token = byText.get(text);
        if (token != null && token.expiry != null && token.expiry.isBefore(clock.instant())) {
            byText.remove(text);
            return Optional.empty();
        }
        return Optional.ofNullable(token).map(Token::owner);
    }

    /** Returns the users whose DRF tokens expire within a time, and when. */
    List<Map.Entry<Account, Instant>> expiringWithin(Duration time) {
        List<Map.Entry<Account, Instant>> found = new ArrayList<>();
        for (Token token : byText.values()) {
            Instant end = token.created.plus(LIFETIME);
            if (token.isDrf() && !token.owner.isPerson() && end.minus(time).isBefore(clock.instant())) {
                found.add(Map.entry(token.owner, end));
            }
        }
        return found;
    }
}
