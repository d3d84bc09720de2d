package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces the token in a file. If a renewal is interrupted, by a kill of the process or a lost response, the next one
 * completes it: either there is a valid token, or the result says what a person has to do.
 *
 * <p>Argus invalidates a DRF token at the moment it creates its successor, so the response contains the only copy. So a
 * session is opened first: a knox token, which stays valid, and which can request a successor again.
 */
final class Renewal {
    private final TokenSettings settings;
    private final Function<Secret, TokenApi> argus;
    private final OwnerCheck owner;
    private final Disk disk;
    private final InstantSource clock;

    /**
     * Creates a renewal; sends nothing.
     *
     * @param argus returns the token API for the owner of a token
     * @param owner rejects tokens that must not be replaced
     */
    Renewal(
            TokenSettings settings,
            Function<Secret, TokenApi> argus,
            OwnerCheck owner,
            Disk disk,
            InstantSource clock) {
        this.settings = settings;
        this.argus = argus;
        this.owner = owner;
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * Completes an interrupted renewal, then renews.
     *
     * @param patience how long to wait for another process that is renewing the token
     */
    RenewalResult renew(Duration patience) throws InterruptedException {
        return runLocked(patience, true);
    }

    /** Completes an interrupted renewal; empty if there is none. */
    Optional<RenewalResult> recover(Duration patience) throws InterruptedException {
        return isBegun() ? Optional.of(runLocked(patience, false)) : Optional.empty();
    }

    /** Returns why a renewal would fail, as far as that is known in advance; empty if no reason is known. */
    Optional<String> obstacle() {
        Path file = settings.file();
        if (file == null) {
            return Optional.of("the token is not in a file; set argus_token = { file = \"/path\" }");
        }
        try {
            Path folder = file.toRealPath().getParent();
            return Files.isWritable(folder)
                    ? Optional.empty()
                    : Optional.of("user '" + System.getProperty("user.name") + "' cannot write to the folder '" + folder
                            + "', in which the token file has to be replaced");
        } catch (IOException e) {
            return Optional.of("cannot access the token file: " + e);
        }
    }

    /** Returns whether there is an interrupted renewal. */
    boolean isBegun() {
        Path file = settings.file();
        if (file == null) {
            return false;
        }
        try {
            Path real = file.toRealPath();
            return Files.exists(real.resolveSibling(real.getFileName() + Journal.SUFFIX));
        } catch (IOException e) {
            return false;
        }
    }

    private RenewalResult runLocked(Duration patience, boolean renewAfterwards) throws InterruptedException {
        Optional<String> obstacle = obstacle();
        Path file = settings.file();
        if (obstacle.isPresent() || file == null) {
            return notBegun(obstacle.orElse("the token is not in a file"));
        }
        String before = settings.token().reveal();
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            return notBegun("cannot access the token file: " + e);
        }
        try (TokenLock lock = TokenLock.take(real, patience).orElse(null)) {
            if (lock == null) {
                return RenewalResult.of(
                        RenewalResult.Kind.LATER, "another process is renewing this token at the moment");
            }
            return new RenewalAttempt(settings, argus, owner, disk, clock, real).run(before, renewAfterwards);
        } catch (IOException e) {
            return notBegun("cannot lock '" + real + "': " + e + "; check that user '" + System.getProperty("user.name")
                    + "' can write to its folder");
        }
    }

    static RenewalResult notBegun(String why) {
        return RenewalResult.of(RenewalResult.Kind.NOT_BEGUN, "not renewed; nothing was changed: " + why);
    }
}
