package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.TokenObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Argus thinks of a source's token, as the source's own requests show. Any thread. */
final class TokenWatch implements TokenObserver {
    private static final String EXPIRED = "Token has expired.";
    private static final Pattern DETAIL = Pattern.compile("\"detail\":\"([^\"]+)\"");

    private final InstantSource clock;
    private volatile @Nullable Seen seen;

    TokenWatch(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What was seen last of one token.
     *
     * @param acceptedAt null if it was never taken
     * @param refused null if it was taken since
     */
    record Seen(TokenHash token, @Nullable Instant acceptedAt, TokenFacts.@Nullable Refused refused) {}

    /** Returns what was seen last; null if nothing. */
    @Nullable
    Seen seen() {
        return seen;
    }

    @Override
    public void accepted(String token) {
        Seen before = seen;
        Instant now = clock.instant();
        Instant last = before == null ? null : before.acceptedAt;
        // Each request tells the same: to the second is enough.
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
        // Argus says once that it has expired and does not know it any more from then on.
        boolean expired = said.contains(EXPIRED) || (known != null && known.expired());
        Instant since = known == null ? clock.instant() : known.since();
        Matcher detail = DETAIL.matcher(said);
        String text = detail.find() ? detail.group(1) : said;
        seen = new Seen(
                hash, same && before != null ? before.acceptedAt : null, new TokenFacts.Refused(since, expired, text));
    }
}
