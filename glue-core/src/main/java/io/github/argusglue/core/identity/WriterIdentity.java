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
 * Whom a source writes as in Argus: remembered over restarts, and compared with the owner of its token. With another
 * owner's token the source would end that owner's incidents and open its own once more, so nothing is written then.
 *
 * <p>The owner is the same if user and source system have the same numbers on the same server. A server that has got
 * another address is the same one if it has an incident that we know.
 *
 * <p>Any thread.
 */
public final class WriterIdentity implements OwnerCheck {
    private static final Logger log = LoggerFactory.getLogger("identity");

    private final Settings settings;
    private final OwnerClaims claims;
    private final IdentityFile file;
    private volatile Runnable lost = () -> {};

    /** Another source has got the user since this one was seen to be it. */
    private volatile boolean isLost;

    private IdentityFile.@Nullable Content content;

    /** Why what is known could not be written; null if it was. */
    private @Nullable String unsaved;

    /**
     * What is to be known of a source.
     *
     * @param source its name
     * @param place of it in the configuration
     * @param server address of its Argus
     * @param stateFile of the source, beside which the identity is kept
     * @param token gives a hash of the token as it is now
     */
    public record Settings(String source, int place, URI server, Path stateFile, Supplier<String> token) {
        String address() {
            return server.toString().replaceAll("/+$", "");
        }

        Path beside(String ending) {
            return stateFile.resolveSibling(source + ending);
        }
    }

    /** Makes one; reads nothing. */
    public WriterIdentity(Settings settings, OwnerClaims claims) {
        this.settings = settings;
        this.claims = claims;
        this.file = new IdentityFile(settings.beside(".identity.json"));
    }

    /** Makes one of a source that is alone. */
    public static WriterIdentity of(String source, Path stateFile) {
        return new WriterIdentity(
                new Settings(source, 0, URI.create("http://localhost"), stateFile, () -> ""), new OwnerClaims());
    }

    /** Says what to do when another source gets the user that this one writes as. It must return at once. */
    public void onLost(Runnable action) {
        lost = action;
    }

    /** Claims the user that the source has written as, before any source of this process writes. */
    public void reserve() {
        IdentityFile.Content known = content();
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

    /** Takes the owner of a token, and remembers it if it is the first. */
    @Override
    public void check(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException {
        try {
            rehearse(owner, incidents);
        } catch (ArgusException e) {
            if (e.kind() == ArgusException.Kind.WRONG_OWNER) {
                refused(owner, e);
            }
            throw e;
        }
        remember(owner);
    }

    /** Decides as {@link #check} does, and remembers nothing. */
    public void rehearse(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException {
        compare(owner, incidents);
        IdentityFile.Content known = content();
        Optional<String> other = claim(owner, known.owner() != null && !known.givenUp() && !isLost);
        if (other.isPresent()) {
            throw wrong("the token belongs to " + owner + ", and so does the token of source '" + other.get()
                    + "': they would end each other's incidents. Make a source system of its own for each in Argus, "
                    + "and put a token of that where 'argus_token' of '" + settings.source() + "' points");
        }
    }

    /** Compares with what is remembered alone: for a token that is not used for this source's incidents. */
    public void compare(TokenOwner owner, Incidents incidents) throws ArgusException, InterruptedException {
        IdentityFile.Content known = content();
        TokenOwner before = known.owner();
        if (before == null || known.givenUp()) {
            return;
        }
        if (!before.isSame(owner)) {
            throw wrong("the token belongs to " + owner + ", and the source has written as " + before + ": "
                    + toDo("put a token of '" + before.sourceName() + "' where 'argus_token' points"));
        }
        if (!known.server().equals(settings.address()) && !hasKnownIncident(known, incidents)) {
            throw wrong("'" + settings.address() + "' is another Argus than '" + known.server()
                    + "', where the source has written so far: "
                    + toDo("an incident of the source that was there is not here. Put the address back"));
        }
    }

    private String toDo(String putBack) {
        return putBack + "; or, if this is meant, run 'argus-glue adopt-identity " + settings.source() + "'";
    }

    private ArgusException wrong(String what) {
        return new ArgusException(
                ArgusException.Kind.WRONG_OWNER,
                "source '" + settings.source() + "': nothing is written to Argus: " + what);
    }

    /** Without any incident there is nothing yet that could be lost. */
    private static boolean hasKnownIncident(IdentityFile.Content known, Incidents incidents)
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

    /** What the source has only because it had another source's token is not its own. */
    private synchronized void refused(TokenOwner owner, ArgusException failure) {
        IdentityFile.Content known = content();
        TokenOwner before = known.owner();
        boolean shared =
                before != null && before.isSame(owner) && known.server().equals(settings.address());
        IdentityFile.Content left = shared ? known.givenUpOwner() : known;
        save(left.refused(new IdentityFile.RefusedToken(settings.token().get(), failure.getMessage())));
    }

    private synchronized void remember(TokenOwner owner) {
        IdentityFile.Content known = content();
        TokenOwner before = known.owner();
        boolean another = before != null && known.givenUp() && !isAsBefore(known, before, owner);
        if (another) {
            forgetIncidents();
            log.info("source '{}': writes as {} from now on, and wrote as {}", settings.source(), owner, before);
        } else if (before == null) {
            log.info("source '{}': writes as {}", settings.source(), owner);
        } else if (!known.server().equals(settings.address())) {
            log.info("source '{}': Argus has moved to '{}'", settings.source(), settings.address());
        }
        save(new IdentityFile.Content(settings.address(), owner, another ? null : known.known(), false, null));
    }

    private boolean isAsBefore(IdentityFile.Content known, TokenOwner before, TokenOwner owner) {
        return before.isSame(owner) && known.server().equals(settings.address());
    }

    /** What people did to another owner's incidents says nothing of those to come. */
    private void forgetIncidents() {
        for (Path path : List.of(settings.stateFile(), peopleFile(settings.stateFile(), settings.source()))) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.warn("{} cannot be deleted, and is about another user's incidents: {}", path, e.toString());
            }
        }
    }

    public static Path peopleFile(Path stateFile, String source) {
        return stateFile.resolveSibling(source + ".people.json");
    }

    /** Remembers one of the source's incidents, to know the server by. */
    public synchronized void listed(List<Incident> open, List<Incident> ended) {
        IdentityFile.Content known = content();
        if (known.known() == null) {
            Stream.concat(open.stream(), ended.stream())
                    .filter(incident -> !incident.sourceIncidentId().isEmpty())
                    .min(Comparator.comparingLong(Incident::pk))
                    .ifPresent(oldest -> save(known.knowing(known(oldest))));
        }
    }

    /** Takes whatever owner the token has the next time; returns what was remembered, for people. */
    public synchronized String giveUp() throws IOException {
        IdentityFile.Content known = content();
        IdentityFile.Content without = known.givenUpOwner();
        file.save(without);
        content = without;
        release();
        TokenOwner owner = known.owner();
        return owner == null ? "it has not written so far" : "so far it has written as " + owner;
    }

    /** Returns why the token as it is now was refused when it was looked at last; empty if it was not. */
    public synchronized Optional<String> refusal() {
        IdentityFile.RefusedToken refusal = content().refusal();
        return refusal != null && refusal.token().equals(settings.token().get())
                ? Optional.of(refusal.text())
                : Optional.empty();
    }

    /** The source does not write any more, for the time being. */
    public void release() {
        claims.release(settings.source());
    }

    private synchronized IdentityFile.Content content() {
        IdentityFile.Content known = content;
        if (known == null) {
            known = file.load();
            content = known;
        }
        return known;
    }

    /** While it cannot be written it is tried again at each check; the comparison goes on with what is known. */
    private void save(IdentityFile.Content newer) {
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
                        "source '{}': whom it writes as in Argus cannot be remembered over a restart: {}",
                        settings.source(),
                        e.toString());
            }
            unsaved = e.toString();
        }
    }
}
