package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.shape.ReservedKeys;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents on one Argus server that warn about expiring tokens, each written with the token of another source.
 * Argus allows any token to write to any incident, so an incident that was created with a token that is now invalid is
 * closed with any valid one. Only incidents with IDs of this monitor are written to. Owned by the monitor's thread.
 *
 * <p>In a cluster, exactly one process reports about a token: the owner of its source, if that one owns a source whose
 * token is valid, otherwise the owner of the first such source.
 */
final class TokenIncidents {
    private static final Logger log = LoggerFactory.getLogger("token");

    /** The same tag as on Argus's own incidents about tokens, so that one filter finds both. */
    private static final Tag TAG = new Tag("problem_type", "token_expiry");

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final String instance;
    private final Function<SourceToken, Argus> argus;
    private final SourceWriters writers;
    private final InstantSource clock;

    /** Sources about whose tokens this process reports. */
    private final Set<String> own = new HashSet<>();

    private boolean searched;
    private Instant pausedUntil = Instant.MIN;

    /**
     * Creates the incidents of one server.
     *
     * @param instance distinguishes our incidents from those of other installations with sources of the same names
     */
    TokenIncidents(String instance, Function<SourceToken, Argus> argus, SourceWriters writers, InstantSource clock) {
        this.instance = instance;
        this.argus = argus;
        this.writers = writers;
        this.clock = clock;
    }

    /** Searches for incidents of removed sources at the next sync. */
    void searchAgain() {
        searched = false;
    }

    /** Brings the incidents in step with the status of the tokens. */
    void sync(Collection<SourceToken> tokens) throws InterruptedException {
        if (clock.instant().isBefore(pausedUntil)) {
            return;
        }
        Map<String, String> owners = owners(tokens);
        Set<String> reporters = Set.copyOf(owners.values());
        tokens.forEach(token -> claim(token, reporter(token.settings().source(), owners, reporters)));
        List<SourceToken> usable = tokens.stream()
                .filter(token ->
                        writers.self().equals(owners.get(token.settings().source())))
                .toList();
        if (!searched) {
            searched = search(tokens, usable);
        }
        for (SourceToken token : tokens) {
            TokenState.WarningIncident told = token.state().incident();
            RenewalStep alarm = token.alarm();
            if (searched
                    && own.contains(token.settings().source())
                    && (told == null ? alarm != RenewalStep.FINE : told.step() != alarm || told.pk() == 0)) {
                report(token, told == null ? plan(token, alarm) : told, alarm, helpers(token, usable));
            }
        }
    }

    /** Returns the sources with a valid token, each with the process that may write with it. */
    private Map<String, String> owners(Collection<SourceToken> tokens) {
        Map<String, String> owners = new LinkedHashMap<>();
        for (SourceToken token : tokens) {
            String source = token.settings().source();
            if (token.isValid()) {
                writers.owner(source).ifPresent(owner -> owners.put(source, owner));
            }
        }
        return owners;
    }

    /** Returns the process that reports about the token of a source; null if none can. */
    private @Nullable String reporter(String source, Map<String, String> owners, Set<String> reporters) {
        return writers.owner(source)
                .filter(reporters::contains)
                .orElseGet(() -> owners.values().stream().findFirst().orElse(null));
    }

    /** Notes whether this process reports about a token, which changes with the owners of the sources. */
    private void claim(SourceToken token, @Nullable String reporter) {
        String source = token.settings().source();
        if (writers.self().equals(reporter)) {
            // The process that reported before may have left an incident.
            searched &= !own.add(source);
            return;
        }
        own.remove(source);
        if (reporter != null && token.state().incident() != null) {
            token.updateState(memory -> memory.incident(null));
        }
    }

    /** Other tokens first, because this one may be invalid when the incident has to be changed. */
    private static List<SourceToken> helpers(SourceToken of, List<SourceToken> usable) {
        return usable.stream()
                .sorted((a, b) -> Boolean.compare(isSame(a, of), isSame(b, of)))
                .toList();
    }

    private static boolean isSame(SourceToken one, SourceToken other) {
        return one.settings().source().equals(other.settings().source());
    }

    /** Adopts incidents from before a restart, and closes those of removed sources. */
    private boolean search(Collection<SourceToken> tokens, List<SourceToken> usable) throws InterruptedException {
        Optional<SourceToken> helper = usable.stream().findFirst();
        if (helper.isEmpty()) {
            return false;
        }
        Map<String, Incident> open = new HashMap<>();
        try {
            for (Incident incident : helper.get().api().listOpenTagged(TAG)) {
                if (incident.sourceIncidentId().startsWith(prefix())) {
                    open.put(incident.sourceIncidentId(), incident);
                }
            }
            Set<String> known = new HashSet<>();
            for (SourceToken token : tokens) {
                if (own.contains(token.settings().source())) {
                    known.addAll(adopt(token, open));
                } else {
                    open.keySet().removeIf(id -> isAbout(token, id));
                }
            }
            for (Incident left : open.values()) {
                if (!known.contains(left.sourceIncidentId())) {
                    end(argus.apply(helper.get()), left.pk(), "the source is no longer configured");
                }
            }
            return true;
        } catch (ArgusException e) {
            log.debug("cannot read the incidents about tokens: {}", e.getMessage());
            if (!e.kind().isTokenFailure()) {
                pausedUntil = clock.instant().plus(PAUSE);
            }
            return false;
        }
    }

    private Set<String> adopt(SourceToken token, Map<String, Incident> open) {
        Set<String> known = new HashSet<>();
        TokenState.WarningIncident told = token.state().incident();
        for (Incident incident : open.values()) {
            String id = incident.sourceIncidentId();
            if (isAbout(token, id) && (told == null || told.id().equals(id))) {
                known.add(id);
                RenewalStep step = told == null ? stepOf(incident.level()) : told.step();
                token.updateState(
                        memory -> memory.incident(new TokenState.WarningIncident(id, incident.pk(), step, false)));
                break;
            }
        }
        return known;
    }

    private static RenewalStep stepOf(int level) {
        for (RenewalStep step : RenewalStep.values()) {
            if (step != RenewalStep.FINE && step.level() == level) {
                return step;
            }
        }
        return RenewalStep.ONE_DAY;
    }

    private TokenState.WarningIncident plan(SourceToken token, RenewalStep alarm) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new TokenState.WarningIncident(AlertId.startedAt(key(token), now).value(), 0, alarm, false);
    }

    private boolean isAbout(SourceToken token, String incidentId) {
        return incidentId.startsWith(key(token) + "@");
    }

    private String prefix() {
        return ReservedKeys.TOKEN + instance + "/";
    }

    private String key(SourceToken token) {
        return prefix() + token.settings().source();
    }

    /** Writes with the first token that Argus accepts. */
    private void report(
            SourceToken token, TokenState.WarningIncident told, RenewalStep alarm, List<SourceToken> helpers)
            throws InterruptedException {
        for (SourceToken helper : helpers) {
            try {
                if (told.pk() == 0) {
                    // Stored first: after a kill it must be known which ID may have been used.
                    token.updateState(memory -> memory.incident(told));
                    open(token, told, alarm, helper);
                } else {
                    change(token, told, alarm, helper);
                }
                return;
            } catch (ArgusException e) {
                boolean next = e.kind().isTokenFailure() || e.kind() == ArgusException.Kind.FORBIDDEN;
                log.debug(
                        "source '{}': cannot update the incident about its token: {}",
                        token.settings().source(),
                        e.getMessage());
                if (!next) {
                    pausedUntil = clock.instant().plus(PAUSE);
                    return;
                }
            }
        }
    }

    private void open(SourceToken token, TokenState.WarningIncident told, RenewalStep alarm, SourceToken helper)
            throws ArgusException, InterruptedException {
        if (alarm == RenewalStep.FINE) {
            // It may have been created after all: look for it, and close it if it exists.
            Optional<Incident> made = find(told.id(), helper);
            if (made.isPresent()) {
                end(argus.apply(helper), made.get().pk(), "the token is valid");
            }
            token.updateState(memory -> memory.incident(null));
            return;
        }
        Argus through = argus.apply(helper);
        long pk;
        try {
            pk = through.create(incident(token, told.id(), alarm, through)).pk();
            log.info(
                    "source '{}': opened incident {} about its token, with the token of source '{}'",
                    token.settings().source(),
                    pk,
                    helper.settings().source());
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.DUPLICATE_ID) {
                throw e;
            }
            pk = find(told.id(), helper).map(Incident::pk).orElse(0L);
        }
        boolean closed = pk == 0;
        long found = closed ? -1 : pk;
        token.updateState(memory -> memory.incident(new TokenState.WarningIncident(told.id(), found, alarm, closed)));
    }

    private static Optional<Incident> find(String id, SourceToken helper) throws ArgusException, InterruptedException {
        return helper.api().listOpenTagged(TAG).stream()
                .filter(incident -> incident.sourceIncidentId().equals(id))
                .findFirst();
    }

    private NewIncident incident(SourceToken token, String id, RenewalStep alarm, Argus through) {
        return new NewIncident(
                id,
                through.clampToServerTime(clock.instant()),
                true,
                alarm.level(),
                description(token, alarm),
                List.of(
                        TAG,
                        new Tag("location", "argus_glue"),
                        new Tag("object", token.settings().source())),
                "",
                "",
                Map.of());
    }

    private static String description(SourceToken token, RenewalStep alarm) {
        TokenReport report = token.report();
        String todo = report.instruction() == null
                ? TokenWords.instruction(token.settings(), token.state().user())
                : report.instruction();
        String lost = alarm == RenewalStep.REFUSED ? " Until then, alerts of this source do not reach Argus." : "";
        return "Argus token of source '" + token.settings().source() + "' in argus-glue: " + report.outlook()
                + ". To do: " + todo + "." + lost;
    }

    private void change(SourceToken token, TokenState.WarningIncident told, RenewalStep alarm, SourceToken helper)
            throws ArgusException, InterruptedException {
        Optional<Incident> incident =
                told.closed() ? Optional.empty() : helper.api().findIncident(told.pk());
        boolean open = incident.isPresent() && incident.get().isOpen(clock.instant());
        if (alarm == RenewalStep.FINE) {
            if (open) {
                end(argus.apply(helper), told.pk(), "the token is valid");
            }
            token.updateState(memory -> memory.incident(null));
        } else if (open) {
            IncidentChange change =
                    new IncidentChange(alarm.level(), description(token, alarm), null, null, null, null);
            argus.apply(helper).change(told.pk(), change);
            token.updateState(
                    memory -> memory.incident(new TokenState.WarningIncident(told.id(), told.pk(), alarm, false)));
        } else if (alarm == RenewalStep.REFUSED) {
            // A person closed the warning, but a rejected token is a new problem.
            TokenState.WarningIncident again = plan(token, alarm);
            token.updateState(memory -> memory.incident(again));
            open(token, again, alarm, helper);
        } else {
            token.updateState(
                    memory -> memory.incident(new TokenState.WarningIncident(told.id(), told.pk(), alarm, true)));
        }
    }

    private void end(Argus through, long pk, String why) throws ArgusException, InterruptedException {
        through.postEvent(pk, EventType.END, through.clampToServerTime(clock.instant()), why);
        log.info("closed incident {} about a token: {}", pk, why);
    }
}
