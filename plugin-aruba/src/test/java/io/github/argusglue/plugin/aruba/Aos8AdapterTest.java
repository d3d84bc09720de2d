package io.github.argusglue.plugin.aruba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Filter;
import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.plugin.aruba.aos8.Aos8Config;
import io.github.argusglue.plugin.aruba.standin.StandInAos8;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Aos8ContractTest} does not say about ArubaOS 8. */
class Aos8AdapterTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final TestState state = new TestState();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<TestContext> contexts = new ArrayList<>();
    private final StandInAos8 aos8 = StandInAos8.start(Filter.beforeHandler(
            "keeps the header",
            exchange -> authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()))));
    private SourceAdapter adapter;

    @BeforeEach
    void setUp() {
        aos8.set("ap-up", "Up 3d:4h:10m");
        adapter = adapter(StandInAos8.PASSWORD);
    }

    @AfterEach
    void tearDown() {
        contexts.forEach(TestContext::close);
        aos8.close();
    }

    private SourceAdapter adapter(String password) {
        TestContext context = new TestContext("aos8", clock, state);
        contexts.add(context);
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(5))
                .basic(StandInAos8.USER, Secret.of(password))
                .build();
        Aos8Config config =
                new Aos8Config(HttpEndpoint.of(aos8.url(), access), new ApConfig(Duration.ZERO, 3, Optional.empty()));
        return new Aos8AdapterFactory().create(config, context);
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    private Snapshot snapshot() throws Exception {
        return adapter.snapshot();
    }

    @Test
    void anAccessPointIsDescribed() throws Exception {
        aos8.set("ap-bib-04", "Down");
        Alert alert = snapshot().alerts().get(0);

        assertEquals("ap:CNap-bib-04", alert.id().key());
        assertEquals(START, alert.startedAt());
        assertEquals("Access point ap-bib-04 is down", alert.description());
        String tags = alert.tags().toString();
        for (String tag : List.of(
                "aruba_product=aos8",
                "host=ap-bib-04",
                "group=campus",
                "serial=CNap-bib-04",
                "mac=20:4c:03:00:00:02",
                "model=535",
                "start_estimated=true")) {
            assertTrue(tags.contains(tag), tag + " in " + tags);
        }
    }

    @Test
    void theStartIsThatOfTheFirstSnapshotAlsoAfterARestart() throws Exception {
        aos8.set("ap-1", "Down");
        snapshot();
        clock.advance(Duration.ofHours(3));
        adapter = adapter(StandInAos8.PASSWORD);

        assertEquals(START, snapshot().alerts().get(0).startedAt());
    }

    @Test
    void everySessionIsEnded() throws Exception {
        for (int i = 0; i < 10; i++) {
            snapshot();
            assertEquals(0, aos8.sessions());
        }
        assertEquals(30, aos8.log().size());
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "GARBAGE", "NOTHING", "TRUNCATED", "DOWN", "FORBIDDEN", "TOO_MANY"})
    void aSessionIsEndedWhenTheCommandFails(StandInFault fault) throws Exception {
        aos8.fault("showcommand", fault);
        assertThrows(SourceException.class, this::snapshot);
        // While the controller asks for a pause, it is not asked for anything.
        assertEquals(fault == StandInFault.TOO_MANY ? 1 : 0, aos8.sessions());
        assertTrue(adapter.health().problem().isEmpty() || fault == StandInFault.TOO_MANY);
    }

    @Test
    void aSessionThatCannotBeEndedIsSaidAndTheListIsUsed() throws Exception {
        aos8.set("ap-1", "Down");
        aos8.fault("logout", StandInFault.ERROR);
        assertEquals(1, snapshot().alerts().size());
        assertTrue(adapter.health().problem().orElse("").contains("could not be ended"));

        aos8.recover();
        snapshot();
        assertTrue(adapter.health().problem().isEmpty());
    }

    @Test
    void aSessionThatTheControllerEndsIsAFailure() throws Exception {
        aos8.fault("showcommand", StandInFault.REFUSED);
        SourceException failure = assertThrows(SourceException.class, this::snapshot);

        assertEquals(SourceException.Kind.UNAUTHORIZED, failure.kind());
        aos8.recover();
        snapshot();
    }

    @Test
    void aWrongPasswordIsRefusedInAnAnswerWithStatus200() {
        adapter = adapter("wrong");
        SourceException failure = assertThrows(SourceException.class, this::snapshot);

        assertEquals(SourceException.Kind.UNAUTHORIZED, failure.kind());
        assertTrue(message(failure).contains("Invalid username or password"), message(failure));
        assertTrue(message(failure).contains("check 'username' and 'password'"), message(failure));
    }

    @Test
    void thePasswordIsOnlyInTheForm() throws Exception {
        snapshot();

        assertEquals(List.of(), authorizations);
    }

    @Test
    void aCommandThatIsRefusedIsNoEmptyTable() {
        aos8.refuseCommand("Command not permitted for this role");
        SourceException failure = assertThrows(SourceException.class, this::snapshot);

        assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
        assertTrue(message(failure).contains("Command not permitted for this role"), message(failure));
        assertEquals(0, aos8.sessions());
    }

    @Test
    void anAccessPointThatHasMovedIsUpIfOneControllerSaysSo() throws Exception {
        aos8.listTwice("ap-up", "Down");
        assertEquals(List.of(), snapshot().alerts());

        aos8.set("ap-up", "Down");
        aos8.listTwice("ap-up", "Up 10s");
        assertEquals(List.of(), snapshot().alerts());
    }

    @Test
    void anEmptyTableIsBelievedTheSecondTime() throws Exception {
        aos8.set("ap-1", "Down");
        snapshot();
        aos8.fault("showcommand", StandInFault.EMPTY);

        assertTrue(snapshot().partialReason().isPresent());
        Snapshot second = snapshot();
        assertTrue(second.partialReason().isEmpty());
        assertEquals(List.of(), second.alerts());
    }

    @Test
    void anUnknownStatusIsHeld() throws Exception {
        aos8.set("ap-1", "Downloading");
        assertTrue(snapshot().alerts().get(0).heldReason().isPresent());
    }
}
