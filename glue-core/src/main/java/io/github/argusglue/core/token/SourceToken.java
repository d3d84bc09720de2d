package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.core.log.LogSource;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of one source: its state, warnings about it, and its renewal. Thread-safe. */
public final class SourceToken {
    private static final Logger log = LoggerFactory.getLogger("token");
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofHours(1);
    private static final Duration ACCEPTED_EVERY = Duration.ofHours(1);

    private final TokenSettings settings;
    private final Function<Secret, TokenApi> api;
    private final InstantSource clock;
    private final TokenWatch watch;
    private final TokenStateFile stateFile;
    private final Renewal renewal;

    private @Nullable TokenState state;
    private TokenFacts.@Nullable ExpiryNotice notice;
    private @Nullable String trouble;
    private @Nullable String instruction;
    private int failures;
    private Instant nextTry = Instant.MIN;
    private volatile @Nullable TokenReport report;

    /**
     * Creates the token of a source; reads nothing.
     *
     * @param owner rejects tokens that must not be replaced
     */
    public SourceToken(TokenSettings settings, ArgusHttp http, OwnerCheck owner, InstantSource clock) {
        this(settings, secret -> http.tokenApi(settings.source(), secret), owner, new RealDisk(), clock);
    }

    SourceToken(
            TokenSettings settings, Function<Secret, TokenApi> api, OwnerCheck owner, Disk disk, InstantSource clock) {
        this.settings = settings;
        this.api = api;
        this.clock = clock;
        this.watch = new TokenWatch(clock);
        this.stateFile = new TokenStateFile(settings.stateFile());
        this.renewal = new Renewal(settings, api, owner, disk, clock);
    }

    TokenSettings settings() {
        return settings;
    }

    /** Returns the observer of the source's requests. */
    public TokenObserver observer() {
        return watch;
    }

    /** Returns the token API for the owner of this token. */
    TokenApi api() {
        return api.apply(settings.token());
    }

    /**
     * Checks the token file and the results of earlier requests, without sending a request; returns whether the token
     * has changed.
     *
     * @param remember whether to store changes and log them
     */
    public synchronized boolean check(boolean remember) {
        TokenHash now = TokenHash.of(settings.token().reveal());
        TokenState before = state == null ? stateFile.load().orElse(null) : state;
        boolean changed = before != null && !before.token().equals(now);
        TokenState known;
        if (before == null) {
            known = TokenState.of(now, seenSince(), settings.created());
        } else if (changed) {
            known = before.succeededBy(now, seenSince());
            notice = null;
            instruction = null;
            trouble = null;
            failures = 0;
            nextTry = Instant.MIN;
        } else {
            known = before;
        }
        known = withSeen(known.stated(settings.created()));
        state = known;
        updateReport(known, remember);
        return changed;
    }

    private TokenState withSeen(TokenState known) {
        TokenWatch.Seen seen = watch.seen();
        if (seen == null || !seen.token().equals(known.token())) {
            return known;
        }
        Instant accepted = seen.acceptedAt();
        Instant before = known.acceptedAt();
        boolean recent = accepted == null
                || (before != null && Duration.between(before, accepted).compareTo(ACCEPTED_EVERY) < 0);
        return known.seen(recent ? before : accepted, seen.refused());
    }

    /** The token is at least as old as its file, which may be older than our state. */
    private Instant seenSince() {
        Instant now = clock.instant();
        Path file = settings.file();
        try {
            Instant written =
                    file == null ? now : Files.getLastModifiedTime(file).toInstant();
            return written.isBefore(now) ? written : now;
        } catch (IOException e) {
            return now;
        }
    }

    private void updateReport(TokenState known, boolean remember) {
        Instant now = clock.instant();
        TokenFacts facts = facts(known);
        ExpiryEstimate outlook = ExpiryEstimate.of(facts, now);
        String words = TokenWords.outlook(facts, outlook, now);
        if (instruction == null && outlook.step() == RenewalStep.REFUSED && !canLogInAgain()) {
            instruction = TokenWords.instruction(settings, known.user());
        } else if (instruction != null && outlook.step() != RenewalStep.REFUSED && !renewal.isBegun()) {
            instruction = null;
        }
        TokenState last = known;
        if (remember) {
            logStepForSource(known, outlook.step(), words);
            last = known.loggedStep(outlook.step());
            state = last;
            stateFile.save(last);
        }
        Path file = settings.file();
        TokenState.WarningIncident told = last.incident();
        report = new TokenReport(
                settings.source(),
                facts.kind(),
                outlook.state().name().toLowerCase(Locale.ROOT),
                outlook.step(),
                outlook.until(),
                words,
                file == null ? null : file.toString(),
                settings.renew(),
                settings.renew() && trouble == null ? renewal.obstacle().orElse(null) : trouble,
                instruction,
                told == null || told.closed() ? 0 : told.pk());
    }

    private boolean canLogInAgain() {
        return settings.renew() && settings.login() != null;
    }

    private TokenFacts facts(TokenState known) {
        String token = settings.token().reveal();
        return new TokenFacts(
                TokenKind.of(token),
                known.seenSince(),
                known.made(),
                known.expiry(),
                known.token().equals(known.statedFor()) ? known.stated() : null,
                settings.lifetime(),
                acceptedAt(known),
                known.refused(),
                TokenKind.of(token) == TokenKind.KNOX ? null : notice);
    }

    private @Nullable Instant acceptedAt(TokenState known) {
        TokenWatch.Seen seen = watch.seen();
        return seen != null && seen.token().equals(known.token()) && seen.acceptedAt() != null
                ? seen.acceptedAt()
                : known.acceptedAt();
    }

    /** Any thread may ask for the report, so the line is given its source here. */
    private void logStepForSource(TokenState known, RenewalStep step, String words) {
        LogSource named = LogSource.enter(settings.source());
        try {
            logStep(known, step, words);
        } finally {
            named.leave();
        }
    }

    /** Logs once per step; a token that is renewed automatically is only worth a warning if that fails. */
    private void logStep(TokenState known, RenewalStep step, String words) {
        if (step == known.loggedStep()) {
            return;
        } else if (step == RenewalStep.FINE) {
            log.info("source '{}': token: {}", settings.source(), words);
        } else if (step == RenewalStep.REFUSED && instruction != null) {
            log.error("source '{}': token: {}. To do: {}", settings.source(), words, instruction);
        } else if (step.isWorseThan(known.loggedStep())) {
            log.warn(
                    "source '{}': token: {}{}",
                    settings.source(),
                    words,
                    settings.renew() ? "" : ". To do: " + TokenWords.instruction(settings, known.user()));
        }
    }

    /** Returns the status of the token; reads it if that has not been done. */
    public TokenReport report() {
        TokenReport known = report;
        if (known == null) {
            check(false);
            known = report;
        }
        if (known == null) {
            throw new IllegalStateException("no state for the token of source '" + settings.source() + "'");
        }
        return known;
    }

    synchronized TokenState state() {
        if (state == null) {
            check(false);
        }
        if (state == null) {
            throw new IllegalStateException("no state for the token of source '" + settings.source() + "'");
        }
        return state;
    }

    /** Changes the stored state. */
    synchronized void updateState(UnaryOperator<TokenState> change) {
        TokenState changed = change.apply(state());
        state = changed;
        updateReport(changed, true);
    }

    /** Sets Argus's own incident about the token; null if there is none. */
    synchronized void notice(TokenFacts.@Nullable ExpiryNotice found) {
        notice = found;
    }

    /** Returns whether requests with the token can be expected to succeed. */
    boolean isValid() {
        TokenWatch.Seen seen = watch.seen();
        TokenState known = state();
        return known.refused() == null
                && seen != null
                && seen.acceptedAt() != null
                && seen.token().equals(known.token());
    }

    /** Returns how urgent it is to warn a person. */
    synchronized RenewalStep alarm() {
        return instruction == null ? report().step() : RenewalStep.REFUSED;
    }

    /** Completes an interrupted renewal, or renews the token if it is due; returns whether the token has changed. */
    boolean renewIfDue(Duration patience) throws InterruptedException {
        Instant now = clock.instant();
        if (!settings.renew() || now.isBefore(nextTry())) {
            return false;
        }
        Optional<RenewalResult> ended = renewal.recover(patience);
        if (ended.isPresent()) {
            return handleResult(ended.get());
        }
        TokenState known = state();
        ExpiryEstimate outlook = ExpiryEstimate.of(facts(known), now);
        boolean possible = outlook.step() == RenewalStep.REFUSED ? settings.login() != null : isValid();
        return possible && !now.isBefore(outlook.renewAt()) && handleResult(renewal.renew(patience));
    }

    /** Renews the token now, on request. */
    public RenewalResult renew(Duration patience) throws InterruptedException {
        check(true);
        RenewalResult result = renewal.renew(patience);
        handleResult(result);
        return result;
    }

    private synchronized Instant nextTry() {
        return nextTry;
    }

    private synchronized boolean handleResult(RenewalResult result) {
        String text = "source '" + settings.source() + "': token: " + result.text();
        RenewalResult.Made made = result.made();
        if (result.kind() == RenewalResult.Kind.RENEWED && made != null) {
            failures = 0;
            nextTry = Instant.MIN;
            trouble = null;
            instruction = null;
            check(true);
            updateState(known -> known.token().equals(made.hash()) ? known.made(made.at(), made.expiry()) : known);
            log.info("{}; {}", text, report().outlook());
            return true;
        }
        boolean person = result.kind() == RenewalResult.Kind.PERSON;
        boolean news = !result.text().equals(person ? instruction : trouble);
        nextTry = clock.instant().plus(retry());
        failures++;
        trouble = result.text();
        instruction = person ? result.text() : null;
        if (news && person) {
            log.error("{}", text);
        } else if (news) {
            log.warn("{}", text);
        }
        check(true);
        return false;
    }

    private Duration retry() {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        return wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait;
    }
}
