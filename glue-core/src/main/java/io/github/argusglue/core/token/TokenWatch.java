package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.TokenObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether Argus accepts a source's token, observed from the source's own requests. Thread-safe. */
final class TokenWatch implements TokenObserver {
    private static final String EXPIRED = "Token has expired.";
    private static final Pattern DETAIL = Pattern.compile("\"detail\":\"([^\"]+)\"");

    private final InstantSource clock;
    private volatile @Nullable Seen seen;

    TokenWatch(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The last observation of one token.
     *
     * @param acceptedAt null if it was never accepted
     * @param refused null if it was accepted since
     */
    record Seen(TokenHash token, @Nullable Instant acceptedAt, TokenFacts.@Nullable Refused refused) {}

    /** Returns the last observation; null if there is none. */
    @Nullable
    Seen seen() {
        return seen;
    }

    @Override
    public void accepted(String token) {
        Seen before = seen;
        Instant now = clock.instant();
        Instant last = before == null ? null : before.acceptedAt;
        // Every request reports this, so one update per second is enough.
        boolean known = before != null
                && before.refused == null
                && last != null
                && now.getEpochSecond() == last.getEpochSecond();
        if (!known) {
            seen = new Seen(TokenHash.of(token), now, null);
        }
    }

    @Override
    public synchronized void refused(String token, String said) {
        Seen before = seen;
        TokenHash hash = TokenHash.of(token);
        boolean same = before != null && before.token.equals(hash);
        TokenFacts.Refused known = same && before != null ? before.refused : null;
        // Argus reports an expired token once, and no longer knows it afterwards.
        boolean expired = said.contains(EXPIRED) || (known != null && known.expired());
        Instant since = known == null ? clock.instant() : known.since();
        Matcher detail = DETAIL.matcher(said);
        String text = detail.find() ? detail.group(1) : said;
        seen = new Seen(
                hash, same && before != null ? before.acceptedAt : null, new TokenFacts.Refused(since, expired, text));
    }
}
