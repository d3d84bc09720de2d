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
 * Replaces the token in a file. Whatever happens in the middle of it, a kill of the process or a lost answer, the next
 * one that comes by ends it: with a good token, or with what a person has to do.
 *
 * <p>Argus kills a DRF token at the moment it makes its successor, so the answer with that is the only copy. Therefore
 * a session is begun first: a knox token, which lives on beside, and which can ask for a successor once more.
 */
final class Renewal {
    private final TokenSettings settings;
    private final Function<Secret, TokenApi> argus;
    private final OwnerCheck owner;
    private final Disk disk;
    private final InstantSource clock;

    /**
     * Makes one; sends nothing.
     *
     * @param argus Argus as the owner of a token sees it
     * @param owner says whose tokens are not to be replaced
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
     * Ends what was begun before, and renews.
     *
     * @param patience how long to wait for another process that is at it
     */
    RenewalResult renew(Duration patience) throws InterruptedException {
        return locked(patience, true);
    }

    /** Ends what was begun before; empty if nothing was. */
    Optional<RenewalResult> recover(Duration patience) throws InterruptedException {
        return isBegun() ? Optional.of(locked(patience, false)) : Optional.empty();
    }

    /** Returns why nothing could be renewed, as far as that can be known beforehand; empty if nothing is known. */
    Optional<String> obstacle() {
        Path file = settings.file();
        if (file == null) {
            return Optional.of("the token is in no file: write argus_token = { file = \"/path\" }");
        }
        try {
            Path folder = file.toRealPath().getParent();
            return Files.isWritable(folder)
                    ? Optional.empty()
                    : Optional.of("user '" + System.getProperty("user.name") + "' may not write the folder '" + folder
                            + "', where the new token has to be put in the place of the old one");
        } catch (IOException e) {
            return Optional.of("the token's file cannot be reached: " + e);
        }
    }

    /** Tells whether there is one that was not brought to its end. */
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

    private RenewalResult locked(Duration patience, boolean goOn) throws InterruptedException {
        Optional<String> obstacle = obstacle();
        Path file = settings.file();
        if (obstacle.isPresent() || file == null) {
            return notBegun(obstacle.orElse("the token is in no file"));
        }
        String before = settings.token().reveal();
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            return notBegun("the token's file cannot be reached: " + e);
        }
        try (TokenLock lock = TokenLock.take(real, patience).orElse(null)) {
            if (lock == null) {
                return RenewalResult.of(
                        RenewalResult.Kind.LATER, "another process is renewing this token at the moment");
            }
            return new RenewalAttempt(settings, argus, owner, disk, clock, real).run(before, goOn);
        } catch (IOException e) {
            return notBegun("the lock beside '" + real + "' cannot be taken: " + e + ": may user '"
                    + System.getProperty("user.name") + "' write that folder?");
        }
    }

    static RenewalResult notBegun(String why) {
        return RenewalResult.of(RenewalResult.Kind.NOT_BEGUN, "not renewed, and nothing was changed: " + why);
    }
}
