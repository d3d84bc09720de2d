package io.github.argusglue.plugin.aruba.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The token rules of Central (classic): a refresh token works once, and dies when it is not used for 15 days. */
final class ClassicTokens {
    private static final Duration UNUSED = Duration.ofDays(15);

    private final InstantSource clock;
    private final Map<String, Instant> refresh = new HashMap<>();
    private final Map<String, Instant> access = new HashMap<>();
    private int numbered;
    private Duration life = Duration.ofHours(2);
    private String reusable = "";

    ClassicTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** An access token, and the refresh token for the next one. */
    record Pair(String access, String refresh, long seconds) {}

    synchronized Pair issue() {
        int number = ++numbered;
        Pair pair = new Pair("classic-acc3ss-" + number, "classic-r3fresh-" + number, life.toSeconds());
        access.put(pair.access(), clock.instant().plus(life));
        refresh.put(pair.refresh(), clock.instant().plus(UNUSED));
        return pair;
    }

    /** Takes a refresh token; returns whether it was valid. */
    synchronized boolean use(String token) {
        Instant until = refresh.get(token);
        if (!token.equals(reusable)) {
            refresh.remove(token);
        }
        return until != null && clock.instant().isBefore(until);
    }

    synchronized boolean isValid(String token) {
        Instant until = access.get(token);
        return until != null && clock.instant().isBefore(until);
    }

    synchronized void expireAccess() {
        access.clear();
    }

    synchronized void expireAll() {
        access.clear();
        refresh.clear();
        reusable = "";
    }

    synchronized void life(Duration duration) {
        life = duration;
    }

    synchronized void reusable(String token) {
        reusable = token;
    }
}
