package io.github.argusglue.core.argus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of tokens: what renewal relies on. */
public interface TokenContract extends ContractPart {

    @Test
    default void refreshInvalidatesTheTokenAtOnce() throws Exception {
        String before = on().newToken();
        String after = on().tokenApi(before).refresh().reveal();
        assertNotEquals(before, after);
        assertEquals(40, after.length());
        ContractSubject.refused(
                ArgusException.Kind.BAD_TOKEN, () -> on().tokenApi(before).userName());
        assertTrue(on().tokenApi(after).userName().startsWith("contract-"));
    }

    @Test
    default void sessionOutlivesTheTokenAndCanReplaceItAgain() throws Exception {
        String token = on().newToken();
        TokenApi.KnoxToken session = on().tokenApi(token).login();
        Instant expiry = session.expiry();
        assertNotNull(expiry);
        assertTrue(expiry.isAfter(Instant.now().plus(Duration.ofHours(1))), expiry.toString());
        assertEquals(64, session.token().reveal().length());
        String first = on().tokenApi(token).refresh().reveal();
        String user = on().tokenApi(first).userName();
        String second = on().tokenApi(session.token().reveal()).refresh().reveal();
        ContractSubject.refused(
                ArgusException.Kind.BAD_TOKEN, () -> on().tokenApi(first).userName());
        assertEquals(user, on().tokenApi(second).userName());
        assertEquals(user, on().tokenApi(session.token().reveal()).userName());
    }

    @Test
    default void sessionCanCreateAnotherSession() throws Exception {
        Secret first = on().tokenApi(on().newToken()).login().token();
        Secret second = on().tokenApi(first.reveal()).login().token();
        assertEquals(
                on().tokenApi(first.reveal()).userName(),
                on().tokenApi(second.reveal()).userName());
    }

    @Test
    default void onlySessionsCanBeRevoked() throws Exception {
        String token = on().newToken();
        String session = on().tokenApi(token).login().token().reveal();
        on().tokenApi(session).logout();
        ContractSubject.refused(
                ArgusException.Kind.BAD_TOKEN, () -> on().tokenApi(session).userName());
        ContractSubject.refused(
                ArgusException.Kind.BAD_TOKEN, () -> on().tokenApi(token).logout());
        on().tokenApi(token).userName();
    }

    @Test
    default void aLoginNeedsAGoodPassword() throws Exception {
        String user = on().tokenApi(on().token).userName();
        ArgusException e = ContractSubject.refused(
                ArgusException.Kind.FORBIDDEN, () -> on().tokenApi(on().token).login(user, Secret.of("guessed")));
        assertTrue(e.getMessage().contains("'argus_password'"), e.getMessage());
    }

    @Test
    default void tokenShowsItsSource() throws Exception {
        TokenApi fresh = on().tokenApi(on().newToken());
        assertNotEquals(0, fresh.owner().sourcePk());
        assertEquals(on().create().sourcePk(), on().tokenApi(on().token).owner().sourcePk());
    }

    @Test
    default void incidentsOfOtherTokensAreFoundByTagAndNumber() throws Exception {
        Tag tag = new Tag("problem_type", "token_expiry");
        NewIncident wanted = ContractSubject.incident(ContractSubject.newId(), ContractSubject.now(), List.of(tag));
        Incident made = on().other.create(wanted);
        TokenApi mine = on().tokenApi(on().token);
        assertTrue(mine.listOpenTagged(tag).stream().anyMatch(found -> found.pk() == made.pk()));
        assertTrue(
                mine.listExpiring().stream().noneMatch(found -> found.pk() == made.pk()),
                "Argus's own incidents about tokens are its own alone");
        assertEquals(Optional.of(made.pk()), mine.findIncident(made.pk()).map(Incident::pk));
        assertEquals(Optional.empty(), mine.findIncident(99_999_999));
        on().argus.postEvent(made.pk(), EventType.END, ContractSubject.now(), "over");
        assertTrue(
                mine.listOpenTagged(tag).stream().noneMatch(found -> found.pk() == made.pk()), "any token may end it");
    }
}
