package io.github.argusglue.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.token.ExpiryEstimate.Basis;
import io.github.argusglue.core.token.ExpiryEstimate.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpiryEstimateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(14);

    /** The known facts, at first only that the token was seen now. */
    private static final class Sketch {
        TokenKind kind = TokenKind.DRF;
        Instant seen = NOW;

        @Nullable
        Instant made;

        @Nullable
        Instant expiry;

        @Nullable
        Instant stated;

        @Nullable
        Instant accepted;

        TokenFacts.@Nullable Refused refused;
        TokenFacts.@Nullable ExpiryNotice notice;

        TokenFacts facts() {
            return new TokenFacts(kind, seen, made, expiry, stated, LIFE, accepted, refused, notice);
        }

        ExpiryEstimate outlook() {
            return ExpiryEstimate.of(facts(), NOW);
        }

        String words() {
            return TokenWords.outlook(facts(), outlook(), NOW);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "336, 192, FINE",
        "336, 169, FINE",
        "336, 168, WEEK",
        "336, 73, WEEK",
        "336, 72, THREE_DAYS",
        "336, 25, THREE_DAYS",
        "336, 24, ONE_DAY",
        "336, 0, ONE_DAY",
        "336, -5, ONE_DAY", // half a life ahead is no warning
        "168, 160, FINE",
        "168, 72, THREE_DAYS",
        "96, 72, FINE",
        "96, 24, ONE_DAY",
        "10, 9, FINE",
        "10, 3, FINE",
        "10, 2, ONE_DAY"
    })
    void steps(int lifeHours, int leftHours, RenewalStep wanted) {
        assertEquals(wanted, RenewalStep.of(Duration.ofHours(leftHours), Duration.ofHours(lifeHours)));
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789abcdef0123456789abcdef01234567, DRF",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, KNOX",
        "0123456789ABCDEF0123456789abcdef01234567, UNKNOWN",
        "letmein, UNKNOWN"
    })
    void kinds(String token, TokenKind wanted) {
        assertEquals(wanted, TokenKind.of(token));
    }

    @Test
    void aTokenOnlySeenExpiresAtTheLatestThen() {
        Sketch sketch = new Sketch();
        sketch.seen = NOW.minus(DAY.multipliedBy(8));
        ExpiryEstimate outlook = sketch.outlook();
        assertEquals(State.AT_LATEST, outlook.state());
        assertEquals(NOW.plus(DAY.multipliedBy(6)), outlook.until());
        assertEquals(RenewalStep.WEEK, outlook.step());
        assertEquals(Instant.MIN, outlook.renewAt(), "it may die at any moment");
        assertTrue(sketch.words().contains("2026-11-27 at the latest (in 6 days)"), sketch.words());
    }

    @Test
    void aConfiguredDateIsApproximate() {
        Sketch sketch = new Sketch();
        sketch.stated = Instant.parse("2026-11-10T00:00:00Z");
        ExpiryEstimate outlook = sketch.outlook();
        assertEquals(State.ABOUT, outlook.state());
        assertEquals(Instant.parse("2026-11-24T00:00:00Z"), outlook.until());
        assertEquals(RenewalStep.THREE_DAYS, outlook.step());
        assertEquals(Instant.parse("2026-11-17T00:00:00Z"), outlook.renewAt(), "half of its life");
    }

    @Test
    void aConfiguredDateAfterTheFirstUseIsIgnored() {
        Sketch sketch = new Sketch();
        sketch.seen = NOW.minus(DAY.multipliedBy(12));
        sketch.stated = NOW.minus(DAY);
        assertEquals(Basis.SEEN, sketch.outlook().basis());
    }

    @Test
    void aRequestedTokenHasAKnownAge() {
        Sketch sketch = new Sketch();
        sketch.made = NOW.minus(DAY);
        sketch.stated = NOW.minus(DAY.multipliedBy(13));
        assertEquals(Basis.MADE, sketch.outlook().basis());
        assertEquals(NOW.plus(DAY.multipliedBy(13)), sketch.outlook().until());
    }

    @Test
    void theIncidentOfArgusTakesPrecedence() {
        Sketch sketch = new Sketch();
        sketch.made = NOW.minus(DAY);
        sketch.notice = new TokenFacts.ExpiryNotice(
                17, ExpiryNotices.expires("Token for source system s1 (generic) will expire on 2026-11-25"), NOW);
        assertEquals(Basis.NOTICE, sketch.outlook().basis());
        assertEquals(Instant.parse("2026-11-25T00:00:00Z"), sketch.outlook().until());
        assertTrue(sketch.words().contains("incident 17"), sketch.words());
        sketch.notice = new TokenFacts.ExpiryNotice(17, ExpiryNotices.expires("it will be over soon"), NOW.minus(DAY));
        assertEquals(State.AT_LATEST, sketch.outlook().state());
        assertEquals(NOW.plus(DAY.multipliedBy(6)), sketch.outlook().until());
    }

    @Test
    void aTokenThatOutlivesItsLifetimeIsUnknown() {
        Sketch sketch = new Sketch();
        sketch.stated = NOW.minus(DAY.multipliedBy(20));
        sketch.accepted = NOW;
        assertEquals(State.UNKNOWN, sketch.outlook().state());
        assertEquals(Basis.OUTLIVED, sketch.outlook().basis());
        assertTrue(sketch.words().contains("token_lifetime"), sketch.words());
        sketch.accepted = null;
        assertEquals(RenewalStep.ONE_DAY, sketch.outlook().step(), "nobody has seen it outlive that");
    }

    @Test
    void knox() {
        Sketch sketch = new Sketch();
        sketch.kind = TokenKind.KNOX;
        assertEquals(State.UNKNOWN, sketch.outlook().state());
        assertNull(sketch.outlook().until());
        sketch.made = NOW.minus(Duration.ofHours(2));
        sketch.expiry = NOW.plus(Duration.ofHours(8));
        assertEquals(State.VALID, sketch.outlook().state());
        assertEquals(NOW.plus(Duration.ofHours(3)), sketch.outlook().renewAt());
        assertEquals(RenewalStep.FINE, sketch.outlook().step());
    }

    @Test
    void refused() {
        Sketch sketch = new Sketch();
        sketch.made = NOW;
        sketch.refused = new TokenFacts.Refused(NOW.minus(DAY), true, "Invalid token.");
        assertEquals(RenewalStep.REFUSED, sketch.outlook().step());
        assertTrue(sketch.words().contains("it has expired"), sketch.words());
        sketch.refused = new TokenFacts.Refused(NOW.minus(DAY), false, "Invalid token.");
        assertTrue(sketch.words().endsWith(": Invalid token"), sketch.words());
    }

    /** For all facts: more time left is never more urgent, and a token is renewed before the first warning. */
    @Test
    void generated() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            Sketch sketch = new Sketch();
            sketch.kind = List.of(TokenKind.values()).get(random.nextInt(3));
            sketch.seen = ago(random, 40);
            sketch.made = random.nextBoolean() ? ago(random, 20) : null;
            sketch.stated = random.nextBoolean() ? ago(random, 30) : null;
            sketch.accepted = random.nextBoolean() ? ago(random, 3) : null;
            sketch.expiry =
                    sketch.made != null && random.nextInt(4) == 0 ? sketch.made.plus(Duration.ofHours(10)) : null;
            TokenFacts facts = sketch.facts();
            ExpiryEstimate now = ExpiryEstimate.of(facts, NOW);
            ExpiryEstimate later = ExpiryEstimate.of(facts, NOW.plus(Duration.ofHours(random.nextInt(400))));
            assertFalse(now.step().isWorseThan(later.step()), facts::toString);
            assertEquals(now.until(), later.until(), facts::toString);
            if (now.state() == State.VALID || now.state() == State.ABOUT) {
                ExpiryEstimate due = ExpiryEstimate.of(facts, now.renewAt().minusMillis(1));
                assertEquals(RenewalStep.FINE, due.step(), () -> facts + " is to be renewed at " + now.renewAt());
            }
            assertFalse(TokenWords.outlook(facts, now, NOW).isBlank());
        }
    }

    private static Instant ago(Random random, int days) {
        return NOW.minus(Duration.ofMinutes(random.nextInt(days * 24 * 60)));
    }
}
