package io.github.argusglue.core.identity;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.TokenOwner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Argus user that a source writes as: kept over restarts, and compared with the owner of its token. With the token
 * of another owner, the source would end that owner's incidents and create its own again, so nothing is written then.
 *
 * <p>The owner is the same if user and source system have the same numbers on the same server. A server with a new
 * address is the same one if it has a known incident.
 *
 * <p>Thread-safe.
 */
public final class WriterIdentity implements OwnerCheck {
    private static final Logger log = LoggerFactory.getLogger("identity");

    private final Settings settings;
    private final OwnerClaims claims;
    private final IdentityFile file;
    private volatile Runnable lost = () -> {};

    /** Whether another source has got the user since it was checked for this one. */
    private volatile boolean isLost;

    private IdentityFile.@Nullable IdentityState content;

    /** Why the state could not be written; null if it was. */
    private @Nullable String unsaved;

    /**
     * What has to be known about a source.
     *
     * @param source name of the source
     * @param place its position in the configuration
     * @param server address of its Argus
     * @param stateFile of the source; the identity is stored next to it
     * @param token returns a hash of the current token
     */
    public record Settings(String source, int place, URI server, Path stateFile, Supplier<String> token) {
        String address() {
            return server.toString().replaceAll("/+$", "");
        }

        Path beside(String ending) {
            return stateFile.resolveSibling(source + ending);
        }
    }

    /** Creates an identity; reads nothing. */
    public WriterIdentity(Settings settings, OwnerClaims claims) {
        this.settings = settings;
        this.claims = claims;
        this.file = new IdentityFile(settings.beside(".identity.json"));
    }

    /** Creates the identity of a source that is the only one. */
    public static WriterIdentity of(String source, Path stateFile) {
        return new WriterIdentity(
                new Settings(source, 0, URI.create("http://localhost"), stateFile, () -> ""), new OwnerClaims());
    }

    /** Sets what to call when another source gets the user of this one. It must return at once. */
    public void onLost(Runnable action) {
        lost = action;
    }

    /** Claims the user that the source wrote as before, before any source of this process writes. */
    public void reserve() {
        IdentityFile.IdentityState known = content();
        TokenOwner before = known.owner();
        if (before != null && !known.givenUp() && known.server().equals(settings.address())) {
            claim(before, true);
        }
    }

    private Optional<String> claim(TokenOwner owner, boolean before) {
        return claims.claim(
                settings.address(),
                owner,
                new OwnerClaims.Claimant(
                        settings.source(), before, settings.place(), () -> isLost = false, this::isLost));
    }

    private void isLost() {
        isLost = true;
        lost.run();
    }

    /** Checks the owner of a token, and remembers it if it is the first. */
    @Override
    public void check(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException {
        try {
            checkOnly(owner, incidents);
        } catch (ArgusException e) {
            if (e.kind() == ArgusException.Kind.WRONG_OWNER) {
                recordRejected(owner, e);
            }
            throw e;
        }
        remember(owner);
    }

    /** Decides like {@link #check}, but remembers nothing. */
    public void checkOnly(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException {
        compare(owner, incidents);
        IdentityFile.IdentityState known = content();
        Optional<String> other = claim(owner, known.owner() != null && !known.givenUp() && !isLost);
        if (other.isPresent()) {
            throw wrongOwner("the token belongs to " + owner + ", and so does the token of source '" + other.get()
                    + "': they would end each other's incidents. Create a source system for each of them in Argus, "
                    + "and put its token where 'argus_token' of '" + settings.source() + "' points to");
        }
    }

    /** Compares an owner with the remembered one only: for a token that is not used for this source's incidents. */
    public void compare(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException {
        IdentityFile.IdentityState known = content();
        TokenOwner before = known.owner();
        if (before == null || known.givenUp()) {
            return;
        }
        if (!before.isSame(owner)) {
            throw wrongOwner("the token belongs to " + owner + ", but the source has written as " + before + ": "
                    + toDo("put a token of '" + before.sourceName() + "' where 'argus_token' points to"));
        }
        if (!known.server().equals(settings.address()) && !hasKnownIncident(known, incidents)) {
            throw wrongOwner("'" + settings.address() + "' is a different Argus than '" + known.server()
                    + "', to which the source has written so far: "
                    + toDo("a known incident of the source does not exist here. Restore the address"));
        }
    }

    private String toDo(String putBack) {
        return putBack + "; or, if this is intended, run 'argus-glue adopt-identity " + settings.source() + "'";
    }

    private ArgusException wrongOwner(String what) {
        return new ArgusException(
                ArgusException.Kind.WRONG_OWNER,
                "source '" + settings.source() + "': nothing is written to Argus: " + what);
    }

    /** Returns whether the server has the known incident; without one there is nothing yet that could be lost. */
    private static boolean hasKnownIncident(IdentityFile.IdentityState known, Incidents incidents)
            throws ArgusException, InterruptedException {
        IdentityFile.KnownIncident one = known.known();
        if (one == null) {
            return true;
        }
        Optional<Incident> found = incidents.find(one.pk());
        return found.isPresent() && one.equals(known(found.get()));
    }

    private static IdentityFile.KnownIncident known(Incident incident) {
        return new IdentityFile.KnownIncident(incident.pk(), incident.sourceIncidentId(), incident.startTime());
    }

    /** Records a rejected token. The source gives up an owner that it only had because of another source's token. */
    private synchronized void recordRejected(TokenOwner owner, ArgusException failure) {
        IdentityFile.IdentityState known = content();
        TokenOwner before = known.owner();
        boolean shared =
                before != null && before.isSame(owner) && known.server().equals(settings.address());
        IdentityFile.IdentityState left = shared ? known.withoutOwner() : known;
        save(left.withRejection(new IdentityFile.RefusedToken(settings.token().get(), failure.getMessage())));
    }

    private synchronized void remember(TokenOwner owner) {
        IdentityFile.IdentityState known = content();
        TokenOwner before = known.owner();
        boolean another = before != null && known.givenUp() && !isAsBefore(known, before, owner);
        if (another) {
            forgetIncidents();
            log.info("source '{}': now writes as {}, before as {}", settings.source(), owner, before);
        } else if (before == null) {
            log.info("source '{}': writes as {}", settings.source(), owner);
        } else if (!known.server().equals(settings.address())) {
            log.info("source '{}': Argus has moved to '{}'", settings.source(), settings.address());
        }
        save(new IdentityFile.IdentityState(settings.address(), owner, another ? null : known.known(), false, null));
    }

    private boolean isAsBefore(IdentityFile.IdentityState known, TokenOwner before, TokenOwner owner) {
        return before.isSame(owner) && known.server().equals(settings.address());
    }

    /** Deletes what people did to incidents of another owner, which does not apply to future ones. */
    private void forgetIncidents() {
        for (Path path : List.of(settings.stateFile(), peopleFile(settings.stateFile(), settings.source()))) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.warn("{} cannot be deleted, although it is about another user's incidents: {}", path, e.toString());
            }
        }
    }

    public static Path peopleFile(Path stateFile, String source) {
        return stateFile.resolveSibling(source + ".people.json");
    }

    /** Remembers one of the source's incidents to recognize the server by. */
    public synchronized void rememberIncident(List<Incident> open, List<Incident> ended) {
        IdentityFile.IdentityState known = content();
        if (known.known() == null) {
            Stream.concat(open.stream(), ended.stream())
                    .filter(incident -> !incident.sourceIncidentId().isEmpty())
                    .min(Comparator.comparingLong(Incident::pk))
                    .ifPresent(oldest -> save(known.withKnownIncident(known(oldest))));
        }
    }

    /** Accepts any owner of the next token; returns what was remembered, for people. */
    public synchronized String forgetOwner() throws IOException {
        IdentityFile.IdentityState known = content();
        IdentityFile.IdentityState without = known.withoutOwner();
        file.save(without);
        content = without;
        release();
        TokenOwner owner = known.owner();
        return owner == null ? "it has never written" : "it has written as " + owner;
    }

    /** Returns why the current token was rejected when it was checked last; empty if it was not. */
    public synchronized Optional<String> rejection() {
        IdentityFile.RefusedToken refusal = content().refusal();
        return refusal != null && refusal.token().equals(settings.token().get())
                ? Optional.of(refusal.text())
                : Optional.empty();
    }

    /** Releases the user, because the source does not write for now. */
    public void release() {
        claims.release(settings.source());
    }

    private synchronized IdentityFile.IdentityState content() {
        IdentityFile.IdentityState known = content;
        if (known == null) {
            known = file.load();
            content = known;
        }
        return known;
    }

    /** Stores the state. If that fails, it is retried at each check; the comparison uses the state in memory. */
    private void save(IdentityFile.IdentityState newer) {
        if (newer.equals(content) && unsaved == null) {
            return;
        }
        content = newer;
        try {
            file.save(newer);
            unsaved = null;
        } catch (IOException e) {
            if (!e.toString().equals(unsaved)) {
                log.warn(
                        "source '{}': the user that it writes as in Argus cannot be stored: {}",
                        settings.source(),
                        e.toString());
            }
            unsaved = e.toString();
        }
    }
}
