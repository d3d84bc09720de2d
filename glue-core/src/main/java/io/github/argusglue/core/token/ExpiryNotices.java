package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents that an Argus server itself opens for tokens that expire soon, with {@code check_token_expiry}. They
 * are read rarely, with any valid token, because every token may read them. Owned by the monitor's thread.
 */
final class ExpiryNotices {
    private static final Logger log = LoggerFactory.getLogger("token");
    private static final Duration INTERVAL = Duration.ofMinutes(30);
    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);
    private static final Pattern DAY = Pattern.compile("will expire on (\\d{4}-\\d{2}-\\d{2})");
    private static final String SYSTEM = "source_system_id";

    private final InstantSource clock;
    private Instant next = Instant.MIN;

    ExpiryNotices(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads the incidents if they are due. */
    void read(Collection<SourceToken> tokens) throws InterruptedException {
        Instant now = clock.instant();
        Optional<SourceToken> helper =
                tokens.stream().filter(SourceToken::isValid).findFirst();
        if (helper.isEmpty() || now.isBefore(next)) {
            return;
        }
        next = now.plus(INTERVAL);
        try {
            Map<Long, TokenFacts.ExpiryNotice> notices = new HashMap<>();
            for (Incident incident : helper.get().api().listExpiring()) {
                system(incident).ifPresent(pk -> notices.put(pk, notice(incident)));
            }
            for (SourceToken token : tokens) {
                token.notice(notices.isEmpty() ? null : notices.get(sourcePk(token)));
            }
        } catch (ArgusException e) {
            next = now.plus(RETRY_INTERVAL);
            log.debug("cannot read Argus's incidents about tokens: {}", e.getMessage());
        }
    }

    /** The user of a source is only looked up once, and only if there is an incident to compare it with. */
    private static long sourcePk(SourceToken token) throws ArgusException, InterruptedException {
        TokenState memory = token.state();
        if (memory.sourcePk() == 0 && token.isValid()) {
            String user = token.api().userName();
            long pk = token.api().owner().sourcePk();
            token.updateState(known -> known.owner(user, pk));
        }
        return token.state().sourcePk();
    }

    private static Optional<Long> system(Incident incident) {
        return incident.tags().stream()
                .filter(tag -> tag.tag().key().equals(SYSTEM))
                .map(tag -> tag.tag().value())
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .findFirst();
    }

    private static TokenFacts.ExpiryNotice notice(Incident incident) {
        return new TokenFacts.ExpiryNotice(incident.pk(), expires(incident.description()), incident.startTime());
    }

    /** Returns the start of the day that the text names; null if it names none. */
    static @Nullable Instant expires(String description) {
        Matcher day = DAY.matcher(description);
        try {
            return day.find()
                    ? LocalDate.parse(day.group(1)).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
