package io.github.argusglue.plugin.aruba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of the tokens of Central (classic), of which each refresh token works once. */
class RotatingTokensTest {
    private final ClassicBench bench = new ClassicBench();

    @AfterEach
    void tearDown() {
        bench.close();
    }

    private SourceException failure() {
        return assertThrows(SourceException.class, bench::snapshot);
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    private String stored() {
        return bench.state
                .get("tokens")
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse("");
    }

    @Test
    void anAccessTokenIsUsedForThreeQuartersOfItsLife() throws Exception {
        for (int minute = 0; minute < 90; minute += 2) {
            bench.snapshot();
            bench.clock.advance(Duration.ofMinutes(2));
        }
        assertEquals(1, bench.renewals());
        bench.snapshot();
        assertEquals(2, bench.renewals());
    }

    @Test
    void theLifeIsWhatCentralSays() throws Exception {
        bench.central.tokenLife(Duration.ofMinutes(20));
        bench.snapshot();
        bench.clock.advance(Duration.ofMinutes(14));
        bench.snapshot();
        assertEquals(1, bench.renewals());
        bench.clock.advance(Duration.ofMinutes(1));
        bench.snapshot();
        assertEquals(2, bench.renewals());
    }

    @Test
    void theNextAdapterGoesOnWithTheStoredTokens() throws Exception {
        bench.snapshot();
        bench.restart();
        bench.snapshot();
        assertEquals(1, bench.renewals());

        for (int i = 0; i < 5; i++) {
            bench.clock.advance(Duration.ofHours(3));
            bench.restart();
            bench.snapshot();
        }
        assertEquals(6, bench.renewals());
    }

    @Test
    void theNextTokenIsStoredBeforeTheAccessTokenIsUsed() {
        bench.central.fault("aps", StandInFault.DOWN);
        bench.central.fault("notifications", StandInFault.DOWN);
        failure();

        assertTrue(stored().contains("classic-r3fresh-2"), "the next refresh token is not stored");
    }

    @Test
    void aRefusedAccessTokenIsReplacedOnce() throws Exception {
        bench.snapshot();
        bench.central.expireAccessTokens();
        bench.snapshot();
        assertEquals(2, bench.renewals());

        bench.central.fault("aps", StandInFault.REFUSED);
        assertEquals(SourceException.Kind.UNAUTHORIZED, failure().kind());
        assertEquals(3, bench.renewals());
    }

    @Test
    void aTokenThatCannotBeReplacedYetIsUsedToItsEnd() throws Exception {
        bench.snapshot();
        bench.central.fault("oauth2", StandInFault.ERROR);
        bench.clock.advance(Duration.ofMinutes(91));
        bench.snapshot();
        assertTrue(bench.health().contains("the access token ends at 2026-11-22T02:00:00Z"), bench.health());

        bench.clock.advance(Duration.ofMinutes(30));
        assertEquals(SourceException.Kind.UNREACHABLE, failure().kind());

        bench.central.recover();
        bench.snapshot();
        assertEquals("", bench.health());
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "DOWN", "TOO_MANY"})
    void aRequestForATokenThatFailsIsMadeAgain(StandInFault fault) throws Exception {
        bench.central.fault("oauth2", fault);
        failure();
        bench.central.recover();
        bench.restart();
        bench.snapshot();
    }

    /** Central has used up the refresh token, and nobody knows the next one. */
    @Test
    void aLostAnswerIsALostTokenAndTheMessageSaysWhatToDo() throws Exception {
        bench.central.fault("oauth2", StandInFault.TRUNCATED);
        failure();
        bench.central.recover();
        SourceException lost = failure();

        assertEquals(SourceException.Kind.UNAUTHORIZED, lost.kind());
        assertTrue(message(lost).contains("Central refuses the refresh token"), message(lost));
        assertTrue(message(lost).contains("API Gateway > System Apps & Tokens"), message(lost));
        assertTrue(message(lost).contains("set 'refresh_token'"), message(lost));

        bench.configure(bench.central.newRefreshToken());
        bench.snapshot();
        assertEquals("", bench.health());
    }

    @Test
    void aLostTokenIsNotTriedAgainAndAgain() throws Exception {
        bench.central.expireAllTokens();
        failure();
        long requests = bench.central.log().size();
        for (int i = 0; i < 20; i++) {
            bench.clock.advance(Duration.ofMinutes(2));
            failure();
        }
        assertEquals(requests, bench.central.log().size());

        bench.clock.advance(Duration.ofMinutes(20));
        failure();
        assertTrue(bench.central.log().size() > requests);
    }

    @Test
    void theStoredTokenIsTriedWhenANewOneOfTheConfigurationIsWrong() throws Exception {
        bench.snapshot();
        bench.configure("mistyped");
        bench.snapshot();
        bench.clock.advance(Duration.ofHours(2));
        bench.snapshot();
    }

    @Test
    void thePreviousTokenIsTriedWhenTheNextOneIsRefused() throws Exception {
        bench.snapshot();
        String other = bench.central.newRefreshToken();
        bench.state.put(
                "tokens",
                stored().replace("classic-r3fresh-2", "never-valid")
                        .replaceFirst("\"previous\":\"[^\"]*\"", "\"previous\":\"" + other + "\"")
                        .getBytes(StandardCharsets.UTF_8));
        bench.restart();
        bench.clock.advance(Duration.ofHours(2));
        bench.snapshot();
    }

    @Test
    void tokensThatCannotBeStoredAreUsedAndStoredLater() throws Exception {
        bench.state.failing(true);
        bench.snapshot();
        assertTrue(bench.health().contains("cannot be stored"), bench.health());
        bench.clock.advance(Duration.ofMinutes(100));
        bench.snapshot();
        assertEquals(2, bench.renewals());

        bench.state.failing(false);
        bench.snapshot();
        assertEquals("", bench.health());
        bench.restart();
        bench.snapshot();
        assertEquals(2, bench.renewals());
    }

    @Test
    void aWrongClientIsNotALostToken() throws Exception {
        bench.configure(config -> new ClassicConfig(
                config.endpoint(),
                config.clientId(),
                Secret.of("wrong"),
                config.refreshToken(),
                Optional.empty(),
                config.kinds(),
                config.aps(),
                config.alertWindow(),
                config.acknowledge(),
                config.webhookSecret()));
        String message = message(failure());
        assertTrue(message.contains("check 'client_id', 'client_secret' and 'url'"), message);

        bench.configure(config -> config);
        bench.restart();
        bench.snapshot();
    }

    @Test
    void aDryRunUsesTheTokenOfTheServiceAndNoRefreshToken() throws Exception {
        bench.snapshot();
        bench.state.discarding(true);
        bench.restart();
        bench.clock.advance(Duration.ofMinutes(119));
        bench.snapshot();
        assertEquals(1, bench.renewals());

        bench.clock.advance(Duration.ofMinutes(1));
        String message = message(failure());
        assertTrue(message.contains("this run must not use the refresh token"), message);
        assertEquals(1, bench.renewals());
    }

    @Test
    void aDryRunCanUseTheAccessTokenOfTheConfiguration() throws Exception {
        bench.state.discarding(true);
        bench.configure(config -> ClassicBench.withAccessToken(config, bench.central.accessToken()));
        bench.snapshot();
        bench.snapshot();
        assertEquals(0, bench.renewals());

        bench.central.expireAccessTokens();
        assertTrue(message(failure()).contains("set 'access_token'"));
        assertEquals(0, bench.renewals());
    }

    @Test
    void theServiceDoesNotUseTheAccessTokenOfTheConfiguration() throws Exception {
        bench.configure(config -> ClassicBench.withAccessToken(config, "dead"));
        bench.snapshot();
        assertFalse(stored().isEmpty());
    }
}
