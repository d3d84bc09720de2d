package io.github.argusglue.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.token.RenewalResult.Kind;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is renewed, or a person gets exact instructions. */
final class RenewalTest {
    private static final Duration NOW = Duration.ZERO;
    private static final String REFRESH = "POST /api/v2/auth/refresh-token/.*";
    private static final String LOGIN = "POST /api/v2/auth/token/login/.*";

    private TokenScene scene;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene(@TempDir Path work) throws IOException {
        scene = new TokenScene(work);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aDrfTokenIsReplaced() throws Exception {
        Files.setPosixFilePermissions(scene.file, PosixFilePermissions.fromString("r--r-----"));
        RenewalResult result = scene.renewal().renew(NOW);
        assertEquals(Kind.RENEWED, result.kind(), result.text());
        assertNotEquals(scene.first, scene.token());
        assertTrue(scene.isGood());
        assertFalse(scene.argus.accepts(scene.first), "Argus keeps one of that kind only");
        assertEquals("r--r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(scene.file)));
        assertEquals(TokenKind.DRF, TokenKind.of(scene.token()));
        assertTrue(scene.isTidy());
        assertFalse(result.text().contains(scene.token()), "no token in a text");
        long logouts = scene.argus.requests().stream()
                .filter(request -> request.toString().contains("logout"))
                .count();
        assertEquals(1, logouts, "the session is ended");
    }

    @Test
    void aKnoxTokenIsRenewedByAnotherLogin() throws Exception {
        scene.argus.allowLogin("oslo");
        scene.write(scene.http
                .tokenApi("oslo", Secret.of(scene.first))
                .login()
                .token()
                .reveal());
        String before = scene.token();
        RenewalResult result = scene.renewal().renew(NOW);
        assertEquals(Kind.RENEWED, result.kind(), result.text());
        assertTrue(scene.isGood());
        assertTrue(scene.argus.accepts(before), "the older one lives on");
        assertNotNull(result.made());
        assertNotNull(result.made().expiry(), "Argus says when it dies");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void lostAnswersLeaveAValidToken(int lost) throws Exception {
        scene.argus.faults().dropAnswers(lost, REFRESH);
        RenewalResult result = scene.renewal().renew(NOW);
        for (int i = 0; i < lost && result.kind() == Kind.LATER; i++) {
            result = scene.renewal().recover(NOW).orElseThrow();
        }
        assertEquals(Kind.RENEWED, result.kind(), result.text());
        assertTrue(scene.isGood());
        assertTrue(scene.isTidy());
    }

    @Test
    void withoutASessionALostAnswerRequiresThePassword() throws Exception {
        scene.argus.faults().answer(1, LOGIN, 404, null);
        scene.argus.faults().dropAnswers(1, REFRESH);
        scene.argus.allowLogin("oslo");
        scene.password(StandInArgus.PASSWORD);
        RenewalResult result = scene.renewal().renew(NOW);
        assertEquals(Kind.RENEWED, result.kind(), result.text());
        assertTrue(scene.isGood());
        assertEquals(TokenKind.DRF, TokenKind.of(scene.token()), "one that lives long, if there can be one");
    }

    @Test
    void withoutSessionAndPasswordAPersonGetsInstructions() throws Exception {
        scene.argus.faults().answer(1, LOGIN, 404, null);
        scene.argus.faults().dropAnswers(1, REFRESH);
        RenewalResult result = scene.renewal().renew(NOW);
        assertEquals(Kind.PERSON, result.kind());
        assertTrue(result.text().contains("/admin/authtoken/tokenproxy/"), result.text());
        assertTrue(result.text().contains(scene.file.toString()), result.text());
        assertFalse(scene.isGood());
        assertTrue(scene.isTidy());
    }

    @Test
    void anExpiredTokenIsReplacedWithThePassword() throws Exception {
        scene.argus.allowLogin("oslo");
        scene.password(StandInArgus.PASSWORD);
        scene.argus.expireToken(scene.first);
        RenewalResult result = scene.renewal().renew(NOW);
        assertEquals(Kind.RENEWED, result.kind(), result.text());
        assertTrue(scene.isGood());
        assertEquals(TokenKind.KNOX, TokenKind.of(scene.token()), "the user has no other");
    }

    @Test
    void aWrongPasswordIsReported() throws Exception {
        scene.password("guessed");
        scene.argus.expireToken(scene.first);
        RenewalResult result = scene.renewal().renew(NOW);
        assertEquals(Kind.PERSON, result.kind());
        assertTrue(result.text().contains("'argus_password'"), result.text());
        assertFalse(result.text().contains("guessed"), result.text());
    }

    @Test
    void whileArgusIsDownNothingIsLost() throws Exception {
        scene.argus.faults().dropRequests(100, ".*");
        assertEquals(Kind.LATER, scene.renewal().renew(NOW).kind());
        scene.argus.faults().clear();
        assertEquals(scene.first, scene.token());
        assertTrue(scene.isGood());
        assertTrue(scene.isTidy());
    }

    /** Interrupted before and after each file operation; the next process completes it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillAtAnyStepEndsWithAValidToken(boolean after) throws Exception {
        int steps = 0;
        for (boolean killed = true; killed; ) {
            steps++;
            CutDisk disk = CutDisk.killed(steps, after);
            killed = isKilled(disk);
            Optional<RenewalResult> ended = scene.renewal().recover(NOW);
            assertTrue(ended.isEmpty() || ended.get().kind() != Kind.PERSON, "step " + steps + ": " + ended);
            assertTrue(scene.isGood(), "step " + steps);
            RenewalResult next = scene.renewal().renew(NOW);
            assertEquals(Kind.RENEWED, next.kind(), "step " + steps + ": " + next.text());
            assertTrue(scene.isTidy(), "step " + steps);
        }
        assertTrue(steps > 10, steps + " steps");
    }

    /** The response is the only copy: it is stored before anything else. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8})
    void withoutASessionANewTokenIsStoredAtOnce(int step) throws Exception {
        scene.argus.faults().answer(1, LOGIN, 404, null);
        assertTrue(isKilled(CutDisk.killed(step, true)));
        assertFalse(scene.argus.accepts(scene.first), "Argus has killed it by then");
        RenewalResult ended = scene.renewal().recover(NOW).orElseThrow();
        assertEquals(Kind.RENEWED, ended.kind(), ended.text());
        assertTrue(scene.isGood());
        assertTrue(scene.isTidy());
    }

    private boolean isKilled(CutDisk disk) throws InterruptedException {
        try {
            assertEquals(
                    Kind.RENEWED, scene.renewal(scene.api(), disk).renew(NOW).kind());
            return false;
        } catch (CutDisk.Killed e) {
            return true;
        }
    }

    /** Interrupted before and after each request. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillAtAnyRequestEndsWithAValidToken(boolean after) throws Exception {
        int requests = 0;
        for (boolean killed = true; killed; ) {
            requests++;
            CutApi cut = new CutApi(requests, after);
            try {
                scene.renewal(secret -> cut.around(scene.api().apply(secret)), new RealDisk())
                        .renew(NOW);
                killed = false;
            } catch (CutDisk.Killed e) {
                killed = true;
            }
            RenewalResult next = scene.renewal().renew(NOW);
            assertEquals(Kind.RENEWED, next.kind(), "request " + requests + ": " + next.text());
            assertTrue(scene.isGood(), "request " + requests);
        }
        assertTrue(requests > 5, requests + " requests");
    }

    @Test
    void onAFullDiskNothingIsStarted() throws Exception {
        for (int step = 1; step <= 2; step++) {
            RenewalResult result =
                    scene.renewal(scene.api(), CutDisk.full(step)).renew(NOW);
            assertEquals(Kind.NOT_BEGUN, result.kind(), result.text());
            assertTrue(result.text().contains("No space left"), result.text());
            assertEquals(scene.first, scene.token());
            assertTrue(scene.isGood());
            assertTrue(scene.isTidy());
        }
        assertTrue(
                scene.argus.requests().stream()
                        .noneMatch(request -> request.toString().contains("refresh")),
                "nothing was asked for that could not be kept");
    }

    @Test
    void aRenewalInProgressHasItsDiskSpaceAllocated() throws Exception {
        RenewalResult result = scene.renewal(scene.api(), CutDisk.full(3)).renew(NOW);
        assertEquals(Kind.RENEWED, result.kind(), result.text());
        assertTrue(scene.isGood());
    }

    @Test
    void anUnwritableFolderIsReportedInAdvance() throws Exception {
        try (Unwritable unwritable = Unwritable.make(scene.folder)) {
            RenewalResult result = scene.renewal().renew(NOW);
            assertEquals(Kind.NOT_BEGUN, result.kind());
            assertTrue(result.text().contains(unwritable.folder().toString()), result.text());
            assertTrue(scene.isGood());
        }
    }

    @Test
    void concurrentRenewalsDoNotConflict() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<RenewalResult>> renewals = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                renewals.add(() -> scene.renewal().renew(Duration.ofSeconds(20)));
            }
            for (Future<RenewalResult> done : threads.invokeAll(renewals)) {
                assertEquals(Kind.RENEWED, done.get().kind(), done.get().text());
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(scene.isGood());
        assertTrue(scene.isTidy());
    }

    @Test
    void theHolderOfTheLockIsNotDisturbed() throws Exception {
        try (TokenLock lock = TokenLock.take(scene.file, NOW).orElseThrow()) {
            assertNotNull(lock);
            RenewalResult result = scene.renewal().renew(Duration.ofMillis(100));
            assertEquals(Kind.LATER, result.kind());
            assertEquals(scene.first, scene.token());
        }
    }

    @Test
    void aTokenReplacedByAPersonIsKept() throws Exception {
        assertThrows(
                CutDisk.Killed.class,
                () -> scene.renewal(scene.api(), CutDisk.killed(4, true)).renew(NOW));
        String theirs = scene.argus.newToken(scene.first);
        scene.write(theirs);
        assertEquals(Kind.LATER, scene.renewal().recover(NOW).orElseThrow().kind());
        assertEquals(theirs, scene.token());
        assertTrue(scene.isTidy());
    }

    @Test
    void anInterruptedJournalWriteKeepsThePreviousEntry() throws Exception {
        Journal journal = new Journal(scene.file, new RealDisk());
        journal.open();
        JournalEntry first = JournalEntry.prepared(Secret.of("old"), Instant.EPOCH);
        journal.write(first);
        journal.write(first.sent(Instant.EPOCH));
        byte[] whole = Files.readAllBytes(journal.file());
        whole[30] ^= 1; // the second entry is in the first slot
        Files.write(journal.file(), whole);
        JournalEntry read = new Journal(scene.file, new RealDisk()).read().orElseThrow();
        assertEquals(JournalEntry.Phase.PREPARED, read.phase());
        assertEquals("old", read.old().reveal());
        Files.write(journal.file(), new byte[100]);
        assertTrue(new Journal(scene.file, new RealDisk()).read().isEmpty());
    }
}
