package io.github.argusglue.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a renewal, while its lock is held: see {@link Renewal}. */
final class RenewalAttempt {
    private static final Logger log = LoggerFactory.getLogger("token");

    /** Longer than any token. */
    private static final int MAX_TOKEN_BYTES = 512;

    private final TokenSettings settings;
    private final Function<Secret, TokenApi> argus;
    private final OwnerCheck owner;
    private final Disk disk;
    private final InstantSource clock;
    private final Path file;
    private final Path fresh;
    private final Journal journal;

    /**
     * Creates an attempt.
     *
     * @param file the token's file, with symbolic links resolved
     */
    RenewalAttempt(
            TokenSettings settings,
            Function<Secret, TokenApi> argus,
            OwnerCheck owner,
            Disk disk,
            InstantSource clock,
            Path file) {
        this.settings = settings;
        this.argus = argus;
        this.owner = owner;
        this.disk = disk;
        this.clock = clock;
        this.file = file;
        this.fresh = file.resolveSibling(file.getFileName() + ".new");
        this.journal = new Journal(file, disk);
    }

    /**
     * Completes an interrupted renewal, then renews if requested.
     *
     * @param before the token to replace; another process may have replaced it already
     * @param renewAfterwards whether to renew if there was nothing to complete
     */
    RenewalResult run(String before, boolean renewAfterwards) throws InterruptedException {
        try {
            if (journal.exists()) {
                Optional<RenewalResult> ended = finish();
                if (ended.isPresent() || !renewAfterwards) {
                    return ended.orElseGet(() -> later("the interrupted renewal had not changed anything"));
                }
            }
            String now = settings.token().reveal();
            return now.equals(before)
                    ? begin(Secret.of(now))
                    : RenewalResult.renewed(made(Secret.of(now), null), "another process has just renewed it");
        } catch (IOException e) {
            return fileFailure(e);
        }
    }

    private RenewalResult begin(Secret old) throws InterruptedException, IOException {
        JournalEntry entry = JournalEntry.prepared(old, clock.instant());
        try {
            journal.open();
            disk.allocate(fresh, MAX_TOKEN_BYTES, file);
            journal.write(entry);
        } catch (IOException e) {
            clear();
            return Renewal.notBegun("cannot store a new token beside '" + file + "': " + e
                    + "; check that the disk is not full, the folder is writable and the file belongs to user '"
                    + System.getProperty("user.name") + "'");
        }
        try {
            TokenApi asked = argus.apply(old);
            asked.userName();
            // The token of another source must not be replaced: it would become invalid where it is used.
            owner.check(asked.owner(), asked::findIncident);
        } catch (ArgusException e) {
            clear();
            if (e.kind() == ArgusException.Kind.WRONG_OWNER) {
                return Renewal.notBegun(e.getMessage());
            }
            return e.kind() == ArgusException.Kind.BAD_TOKEN ? logInWithPassword(entry) : later(e);
        }
        return TokenKind.of(old.reveal()) == TokenKind.DRF ? withSession(entry) : logInForNewToken(entry);
    }

    /** The old token stays valid, so nothing is lost if the response is lost. */
    private RenewalResult logInForNewToken(JournalEntry entry) throws InterruptedException, IOException {
        try {
            TokenApi.KnoxToken login = argus.apply(entry.old()).login();
            return place(entry.received(login.token(), login.expiry(), clock.instant()));
        } catch (ArgusException e) {
            clear();
            return later(e);
        }
    }

    /** A session can request a new token again if the first response is lost. */
    private RenewalResult withSession(JournalEntry entry) throws InterruptedException, IOException {
        JournalEntry insured = entry;
        try {
            insured = entry.withSession(argus.apply(entry.old()).login().token(), clock.instant());
            journal.write(insured);
        } catch (ArgusException e) {
            switch (e.kind()) {
                case OUTCOME_UNKNOWN, SERVER_DOWN, RATE_LIMITED -> {
                    clear();
                    return later(e);
                }
                default ->
                    log.info(
                            "source '{}': Argus does not allow a session for the token renewal; renewing"
                                    + " without one: {}",
                            settings.source(),
                            e.getMessage());
            }
        }
        return replace(insured);
    }

    /** From here on, the old token may be invalid. */
    private RenewalResult replace(JournalEntry entry) throws InterruptedException, IOException {
        JournalEntry sent = entry.sent(clock.instant());
        journal.write(sent);
        Secret asker = entry.session() == null ? entry.old() : entry.session();
        try {
            return place(sent.received(argus.apply(asker).refresh(), null, clock.instant()));
        } catch (ArgusException e) {
            switch (e.kind()) {
                case REJECTED, FORBIDDEN, RATE_LIMITED -> {
                    endSession(entry.session());
                    clear();
                    return later(e);
                }
                default -> {
                    log.warn(
                            "source '{}': it is unknown whether the token was replaced: {}",
                            settings.source(),
                            e.getMessage());
                    return resolve(sent).orElseGet(() -> later(e));
                }
            }
        }
    }

    /** Continues an interrupted renewal; empty if it had not changed anything. */
    private Optional<RenewalResult> finish() throws InterruptedException, IOException {
        JournalEntry entry = journal.read().orElse(null);
        if (entry == null) {
            clear();
            return Optional.empty();
        }
        if (entry.phase() == JournalEntry.Phase.PREPARED || isReplacedByPerson(entry)) {
            endSession(entry.session());
            clear();
            return Optional.empty();
        }
        return switch (entry.phase()) {
            case RECEIVED -> Optional.of(place(entry));
            case PLACED -> Optional.of(verify(entry));
            default -> resolve(entry);
        };
    }

    private boolean isReplacedByPerson(JournalEntry entry) {
        String now = settings.token().reveal();
        Secret made = entry.fresh();
        return !now.equals(entry.old().reveal()) && (made == null || !now.equals(made.reveal()));
    }

    /** Finds out whether the old token was replaced; empty if it was not. */
    private Optional<RenewalResult> resolve(JournalEntry entry) throws InterruptedException, IOException {
        Secret session = entry.session();
        try {
            if (session != null) {
                return Optional.of(place(entry.received(argus.apply(session).refresh(), null, clock.instant())));
            }
            argus.apply(entry.old()).userName();
            clear();
            return Optional.empty();
        } catch (ArgusException e) {
            return Optional.of(e.kind() == ArgusException.Kind.BAD_TOKEN ? withoutSession(entry) : later(e));
        }
    }

    private RenewalResult withoutSession(JournalEntry entry) throws InterruptedException, IOException {
        if (isAccepted(entry.old())) {
            clear();
            return later("the token was not replaced and is still valid");
        }
        return logInWithPassword(entry);
    }

    /** A new token can only be requested with the password. */
    private RenewalResult logInWithPassword(JournalEntry entry) throws InterruptedException, IOException {
        TokenSettings.Login login = settings.login();
        if (login == null) {
            clear();
            return person("Argus rejects the token, and there is no password to log in with. To do: "
                    + TokenWords.instruction(settings, null));
        }
        TokenApi.KnoxToken session;
        try {
            session = argus.apply(entry.old()).login(login.username(), login.password());
        } catch (ArgusException e) {
            return e.kind() == ArgusException.Kind.FORBIDDEN ? refused(login, e) : later(e);
        }
        if (!journal.exists()) {
            journal.open();
        }
        JournalEntry alive =
                new JournalEntry(JournalEntry.Phase.SENT, clock.instant(), entry.old(), session.token(), null, null);
        journal.write(alive);
        try {
            return place(alive.received(argus.apply(session.token()).refresh(), null, clock.instant()));
        } catch (ArgusException e) {
            // The user has no DRF token, or cannot get one: the session can be used as a token too.
            return place(new JournalEntry(
                    JournalEntry.Phase.RECEIVED,
                    clock.instant(),
                    entry.old(),
                    null,
                    session.token(),
                    session.expiry()));
        }
    }

    private RenewalResult refused(TokenSettings.Login login, ArgusException e) throws IOException {
        clear();
        return person("Argus rejects the token, and " + e.getMessage()
                + ". To do: fix this and run 'argus-glue token renew " + settings.source() + "', or "
                + TokenWords.instruction(settings, login.username()));
    }

    /** Stores the new token, first in the journal, then in the file. */
    private RenewalResult place(JournalEntry received) throws InterruptedException, IOException {
        journal.write(received);
        replaceFile(received.fresh());
        JournalEntry placed = received.placed(clock.instant());
        journal.write(placed);
        return verify(placed);
    }

    private void replaceFile(@Nullable Secret token) throws IOException {
        if (token == null) {
            throw new IOException("there is no new token in '" + journal.file() + "'");
        }
        byte[] content = (token.reveal() + "\n").getBytes(UTF_8);
        if (!Files.exists(fresh)) {
            disk.allocate(fresh, MAX_TOKEN_BYTES, file);
        }
        disk.replaceContent(fresh, content);
        try {
            disk.rename(fresh, file);
        } catch (IOException e) {
            // A file that is itself a mount point, as in a container, can be written but not replaced.
            log.info("source '{}': '{}' cannot be replaced; overwriting it: {}", settings.source(), file, e);
            disk.replaceContent(file, content);
        }
    }

    private RenewalResult verify(JournalEntry entry) throws InterruptedException, IOException {
        Secret token = entry.fresh();
        if (token == null) {
            throw new IOException("there is no new token in '" + journal.file() + "'");
        }
        try {
            argus.apply(token).userName();
        } catch (ArgusException e) {
            return e.kind() == ArgusException.Kind.BAD_TOKEN ? newTokenRejected(entry) : later(e);
        }
        endSession(entry.session());
        clear();
        return RenewalResult.renewed(
                made(token, entry.freshExpiry()),
                "renewed: the new " + TokenKind.of(token.reveal()).words() + " is in '" + settings.file()
                        + "' and Argus accepts it");
    }

    /** The new token was replaced meanwhile, or Argus lost it: the old one may still be valid. */
    private RenewalResult newTokenRejected(JournalEntry entry) throws InterruptedException, IOException {
        if (isAccepted(entry.old())) {
            replaceFile(entry.old());
            clear();
            return later("Argus rejects the new token; the old one has been restored");
        }
        Secret session = entry.session();
        return session != null && isAccepted(session) ? replace(entry) : logInWithPassword(entry);
    }

    private boolean isAccepted(Secret token) throws InterruptedException {
        try {
            argus.apply(token).userName();
            return true;
        } catch (ArgusException e) {
            return false;
        }
    }

    private void endSession(@Nullable Secret session) throws InterruptedException {
        if (session != null) {
            try {
                argus.apply(session).logout();
            } catch (ArgusException e) {
                log.debug(
                        "source '{}': cannot end a session; it stays until it expires: {}",
                        settings.source(),
                        e.getMessage());
            }
        }
    }

    private void clear() throws IOException {
        disk.delete(fresh);
        journal.delete();
    }

    private RenewalResult.Made made(Secret token, @Nullable Instant expiry) {
        return new RenewalResult.Made(TokenHash.of(token.reveal()), clock.instant(), expiry);
    }

    private static RenewalResult later(ArgusException e) {
        return later("not renewed yet, will retry: " + e.getMessage());
    }

    private static RenewalResult later(String text) {
        return RenewalResult.of(RenewalResult.Kind.LATER, text);
    }

    private static RenewalResult person(String text) {
        return RenewalResult.of(RenewalResult.Kind.PERSON, text);
    }

    private RenewalResult fileFailure(IOException e) {
        return person("a token renewal was interrupted because a file cannot be written: " + e + ". To do:"
                + " make sure that the folder '"
                + file.getParent() + "' is writable and has free space; do not delete '" + journal.file()
                + "'. The renewal then continues automatically, or at once with 'argus-glue token renew "
                + settings.source() + "'");
    }
}
