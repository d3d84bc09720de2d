package io.github.argusglue.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.OwnerCheck.Incidents;
import io.github.argusglue.core.argus.TokenOwner;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriterIdentityTest {
    private static final TokenOwner OSLO = new TokenOwner(5, 4, "oslo");
    private static final TokenOwner BODO = new TokenOwner(7, 6, "bodo");
    private static final Incidents NONE = pk -> Optional.empty();
    private static final Incident KNOWN = incident(12, "a@20261120T100000Z");

    @TempDir
    Path folder;

    private final OwnerClaims claims = new OwnerClaims();
    private String token = "one";

    private static Incident incident(long pk, String id) {
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        return new Incident(pk, id, 4, start, Instant.MAX, 3, "", List.of(), "", "", Map.of(), false);
    }

    private static Incidents has(Incident incident) {
        return pk -> pk == incident.pk() ? Optional.of(incident) : Optional.empty();
    }

    /** A start of a source. */
    private WriterIdentity start(String source, int place, String server) {
        return new WriterIdentity(
                new WriterIdentity.Settings(
                        source, place, URI.create(server), folder.resolve(source + ".json"), () -> token),
                claims);
    }

    private WriterIdentity oslo(String server) {
        return start("oslo", 0, server);
    }

    private static String refused(WriterIdentity identity, TokenOwner owner, Incidents incidents) {
        ArgusException e = assertThrows(ArgusException.class, () -> identity.check(owner, incidents));
        assertEquals(ArgusException.Kind.WRONG_OWNER, e.kind());
        return e.getMessage();
    }

    @Test
    void firstOwnerIsRememberedAndAnotherIsRejected() throws Exception {
        oslo("http://a").check(OSLO, NONE);
        String message = refused(oslo("http://a"), BODO, NONE);
        assertEquals(
                "source 'oslo': nothing is written to Argus: the token belongs to source system 'bodo' (number 6, user"
                        + " number 7), but the source has written as source system 'oslo' (number 4, user number 5):"
                        + " put a token of 'oslo' where 'argus_token' points to; or, if this is intended, run 'argus-glue"
                        + " adopt-identity oslo'",
                message);
        assertEquals(Optional.of(message), oslo("http://a").rejection());
        token = "two";
        assertEquals(Optional.empty(), oslo("http://a").rejection(), "of another token");
        oslo("http://a").check(new TokenOwner(5, 4, "renamed"), NONE);
        token = "one";
        assertEquals(Optional.empty(), oslo("http://a").rejection(), "over");
    }

    @Test
    void movedServerIsRecognizedByAnIncident() throws Exception {
        WriterIdentity first = oslo("http://a/");
        first.check(OSLO, NONE);
        first.rememberIncident(List.of(incident(13, "b@20261120T100000Z"), KNOWN), List.of());
        oslo("http://a").check(OSLO, NONE);
        assertTrue(refused(oslo("http://b"), OSLO, NONE).contains("'http://b' is a different Argus than 'http://a'"));
        refused(oslo("http://b"), OSLO, has(incident(12, "another")));
        oslo("http://b").check(OSLO, has(KNOWN));
        oslo("http://b").check(OSLO, NONE);
    }

    @Test
    void anotherServerIsAcceptedWithoutAKnownIncident() throws Exception {
        oslo("http://a").check(OSLO, NONE);
        oslo("http://b").check(OSLO, NONE);
        refused(oslo("http://b"), BODO, NONE);
    }

    @Test
    void forgottenOwnerIsReplacedAndFeedbackStateIsDeleted() throws Exception {
        oslo("http://a").check(OSLO, NONE);
        Path quiet = Files.writeString(folder.resolve("oslo.json"), "{}");
        Path people = Files.writeString(folder.resolve("oslo.people.json"), "{}");
        oslo("http://a").forgetOwner();
        oslo("http://a").check(OSLO, NONE);
        assertTrue(Files.exists(quiet) && Files.exists(people), "the same owner again");
        refused(oslo("http://a"), BODO, NONE);
        oslo("http://a").forgetOwner();
        oslo("http://a").check(BODO, NONE);
        assertFalse(Files.exists(quiet) || Files.exists(people));
        refused(oslo("http://a"), OSLO, NONE);
    }

    @Test
    void sourceThatWroteBeforeKeepsTheUser() throws Exception {
        start("bergen", 1, "http://a").check(OSLO, NONE);
        WriterIdentity bergen = start("bergen", 1, "http://a");
        bergen.check(OSLO, NONE);
        assertTrue(refused(start("oslo", 0, "http://a"), OSLO, NONE).contains("source 'bergen'"));
        start("moss", 2, "http://another").check(OSLO, NONE);
        bergen.release();
        start("oslo", 0, "http://a").check(OSLO, NONE);
    }

    @Test
    void firstNewSourceInTheConfigurationGetsTheUser() throws Exception {
        boolean[] told = {false};
        WriterIdentity bergen = start("bergen", 1, "http://a");
        bergen.onLost(() -> told[0] = true);
        bergen.check(OSLO, NONE);
        oslo("http://a").check(OSLO, NONE);
        assertTrue(told[0]);
        refused(bergen, OSLO, NONE);
        refused(bergen, OSLO, NONE);
        bergen.check(BODO, NONE);
    }

    @Test
    void userIsReservedForItsFormerSource() throws Exception {
        start("bergen", 1, "http://a").check(OSLO, NONE);
        claims.release("bergen");
        WriterIdentity bergen = start("bergen", 1, "http://a");
        bergen.reserve();
        assertTrue(refused(start("oslo", 0, "http://a"), OSLO, NONE).contains("source 'bergen'"));
        bergen.forgetOwner();
        start("oslo", 0, "http://a").check(OSLO, NONE);
    }

    @Test
    void ownerIsComparedAlthoughItCannotBeStored() throws Exception {
        Files.writeString(folder.resolve("taken"), "no folder");
        WriterIdentity identity = new WriterIdentity(
                new WriterIdentity.Settings(
                        "oslo",
                        0,
                        URI.create("http://a"),
                        folder.resolve("taken").resolve("oslo.json"),
                        () -> ""),
                claims);
        identity.check(OSLO, NONE);
        refused(identity, BODO, NONE);
    }
}
