package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.token.RenewalStep;
import io.github.argusglue.core.token.TokenReport;
import io.github.argusglue.standin.StandInEvent;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose tokens expire. */
final class TokenKeepingTest {
    private static final String LONG = "interval = \"30s\"\nopen = [\"a\"]\n";

    @TempDir
    Path folder;

    private ServiceScene scene;
    private String oslo = "";
    private String bergen = "";

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene() throws Exception {
        scene = new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\n");
        oslo = scene.argus.addSource("oslo");
        bergen = scene.argus.addSource("bergen");
        put("oslo", oslo);
        put("bergen", bergen);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void put(String source, String token) {
        try {
            Path fresh = Files.writeString(folder.resolve(source + ".fresh"), token + "\n");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, folder.resolve(source + ".token"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String table(String source, String more) {
        return "[sources." + source + "]\ntype = \"pretended\"\nargus_token = { file = \"" + source + ".token\" }\n"
                + more;
    }

    private static String created(Duration ago) {
        return "token_created = " + Instant.now().minus(ago).toString().substring(0, 10) + "\n";
    }

    private static void start(GlueService service) throws IOException {
        service.start(name -> true);
        service.startTokenMonitor();
    }

    private void start(String osloMore, String bergenMore) throws Exception {
        scene.write(table("oslo", osloMore) + table("bergen", bergenMore));
        scene.reloader.reload("test");
        start(scene.service);
        Await.until("in step", () -> scene.service.status().stream().allMatch(SourceStatus::settled));
    }

    private TokenReport report(String source) {
        return scene.service.tokens().report(source).orElseThrow();
    }

    /** The incidents about oslo's token, written with bergen's token. */
    private List<StandInIncident> told() {
        return Stream.of("bergen", "oslo")
                .flatMap(source -> scene.argus.incidents(source).stream())
                .filter(incident -> incident.sourceIncidentId().startsWith("argus-glue/token/"))
                .toList();
    }

    private List<StandInIncident> open() {
        return told().stream().filter(StandInIncident::open).toList();
    }

    @Test
    void aSourceWithAnExpiredTokenIsReadAndCatchesUpAtOnce() throws Exception {
        List<String> alerts = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 50; i++) {
            alerts.add("before" + i);
        }
        scene.plugin.opened.put("oslo", alerts);
        start(LONG.replace("30s", "1s"), LONG);
        scene.awaitOpen("oslo", 51);
        scene.argus.expireToken(oslo);
        for (int i = 0; i < 50; i++) {
            alerts.set(i, "after" + i);
        }
        Await.until("refused", () -> scene.loop("oslo").status().tokenRefused());
        Await.until("100 changes wait", () -> scene.loop("oslo").status().pending() == 100);
        assertEquals(51, scene.loop("oslo").status().alerts(), "the source is read on");
        Await.until("told", () -> open().size() == 1);
        StandInIncident told = open().get(0);
        assertEquals(1, told.level());
        assertTrue(told.description().contains("it has expired"), told.description());
        assertTrue(told.description().contains(folder.resolve("oslo.token").toString()), told.description());
        assertEquals(
                1, scene.argus.incidents("bergen").stream().filter(told::equals).count(), "by way of the other");
        assertEquals(RenewalStep.REFUSED, report("oslo").step());
        put("oslo", scene.argus.addSource("nobody"));
        Await.until("taken, though it is another source's", () -> report("oslo").step() != RenewalStep.REFUSED);
    }

    @Test
    void aNewTokenIsUsedBeforeTheNextCycle() throws Exception {
        start(LONG, LONG);
        List<String> more = new CopyOnWriteArrayList<>(List.of("b", "c"));
        scene.plugin.opened.put("oslo", more);
        String next = scene.argus.newToken(oslo);
        scene.argus.expireToken(oslo);
        scene.loop("oslo").resync();
        Await.until("refused", () -> scene.loop("oslo").status().tokenRefused());
        put("oslo", next);
        scene.awaitOpen("oslo", 3);
        Await.until("fine", () -> report("oslo").step() == RenewalStep.FINE && open().isEmpty());
        assertFalse(scene.loop("oslo").status().tokenRefused());
    }

    @Test
    void oneIncidentWarnsAboutAnExpiringToken() throws Exception {
        start(LONG + created(Duration.ofDays(9)), LONG.replace("30s", "1s") + "close_unknown = true\n");
        Await.until("told", () -> open().size() == 1);
        StandInIncident told = open().get(0);
        assertEquals(4, told.level());
        assertTrue(told.description().contains("valid until about"), told.description());
        for (int i = 0; i < 3; i++) {
            scene.loop("bergen").resync();
            Await.until("in step", () -> scene.loop("bergen").status().settled());
        }
        assertEquals(0, scene.loop("bergen").status().unknown());
        assertEquals(1, scene.loop("bergen").status().open(), "its own one");
        Await.until("noted", () -> report("oslo").incident() == told.pk());
        // A restart, and one without the stored state.
        for (boolean forget : new boolean[] {false, true}) {
            scene.service.close();
            if (forget) {
                Files.deleteIfExists(folder.resolve("state/sources/oslo.token.json"));
            }
            GlueService again = Bootstrap.service(scene.read(), scene.plugins, RunOptions.DEFAULTS, Clock.systemUTC());
            start(again);
            try {
                Await.until(
                        "known again",
                        () -> again.tokens().report("oslo").orElseThrow().incident() == told.pk());
                if (forget) {
                    put("oslo", scene.argus.newToken(oslo));
                    Await.until("ended", () -> open().isEmpty());
                }
            } finally {
                again.close();
            }
            assertEquals(1, told().size());
        }
        assertEquals(
                List.of("STA", "END"),
                scene.argus.events(told.pk()).stream().map(StandInEvent::type).toList());
    }

    @Test
    void aRenewableTokenIsRenewedWithoutAWarning() throws Exception {
        start(LONG + "renew = true\n", LONG);
        Await.until("renewed", () -> report("oslo").outlook().contains("requested by argus-glue"));
        assertFalse(scene.argus.accepts(oslo), "the one before is gone");
        scene.plugin.opened.put("oslo", List.of("z"));
        scene.loop("oslo").resync();
        scene.awaitOpen("oslo", 2);
        assertEquals(List.of(), told());
        assertEquals(null, report("oslo").trouble());
    }

    @Test
    void incidentsAboutARemovedSourceAreEnded() throws Exception {
        // Not long ago: there is no warning about a token that outlives its expected expiry.
        start(LONG + created(Duration.ofDays(9)), LONG);
        Await.until("told", () -> report("oslo").incident() > 0);
        scene.write(table("bergen", LONG));
        scene.reloader.reload("test");
        Await.until("ended", () -> open().isEmpty() && told().size() == 1);
    }

    @Test
    void theIncidentOfArgusIsShown() throws Exception {
        scene.argus.ageToken(oslo, Duration.ofDays(10));
        scene.argus.checkTokenExpiry();
        start(LONG, LONG);
        Await.until("read", () -> report("oslo").outlook().contains("reported by Argus in incident"));
        assertEquals(RenewalStep.WEEK, report("oslo").step());
        assertEquals(RenewalStep.FINE, report("bergen").step());
    }
}
