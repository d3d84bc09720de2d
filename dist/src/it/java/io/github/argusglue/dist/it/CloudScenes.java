package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every cloud is tested with: the installed program between the simulated cloud and the real Argus. */
@ExtendWith(Lab.class)
abstract class CloudScenes {
    static final int ACCESS_POINTS = 2_000;
    private static final int DOWN = 300;

    /** Argus takes most of it. */
    private static final Duration SYNCED = Duration.ofMinutes(2);

    private static final Duration SOME_CYCLES = Duration.ofSeconds(6);
    private static final Duration WEBHOOK = Duration.ofSeconds(2);
    private static final String OFTEN = "interval = \"1s\"\n";
    private static final String SELDOM = "interval = \"10m\"\n";

    private final LabArgus argus;
    private final SimulatedCloud cloud;
    private final Path description;
    private final CloudSource source = new CloudSource();

    /** @param description of the cloud's API, from the folder of the project */
    CloudScenes(LabArgus argus, SimulatedCloud cloud, String description) {
        this.argus = argus;
        this.cloud = cloud;
        this.description = Folders.checkout().resolve(description);
    }

    @AfterEach
    void stop() {
        source.close();
        cloud.close();
    }

    LabArgus argus() {
        return argus;
    }

    CloudSource source() {
        return source;
    }

    SimulatedCloud cloud() {
        return cloud;
    }

    /** Starts argus-glue with the first access points down, and waits until their incidents are open. */
    void start(int down, String lines) {
        if (down > 0) {
            cloud.down(1, down);
        }
        source.configure(argus.url(), argus.newSource(source.name()), lines);
        source.start();
        awaitOpen(down);
    }

    void awaitOpen(int count) {
        argus.awaitOpen(source.name(), count, SYNCED);
    }

    void assertStaysOpen(int count) {
        Await.staysEqual(SOME_CYCLES, "open incidents", count, () -> argus.openCount(source.name()));
    }

    /** Prism is between both, and finds nothing. */
    @Test
    void threeHundredAreDownAndASiteComesBack() {
        try (Prism prism = Prism.start(description, cloud.url())) {
            start(DOWN, OFTEN + cloud.configuration(prism.url()));
            assertEquals(List.of("1"), hosts(1));
            assertEquals(SimulatedCloud.SITE, argus.tagged(source.name(), cloud.siteTag(), cloud.site(1)));

            cloud.up(1, SimulatedCloud.SITE);
            awaitOpen(DOWN - SimulatedCloud.SITE);
            assertStaysOpen(DOWN - SimulatedCloud.SITE);
            assertEquals(
                    Map.of("STA", DOWN - SimulatedCloud.SITE, "STA END", SimulatedCloud.SITE),
                    argus.logs(source.name()));

            assertTrue(prism.requests() > 2, "requests went through Prism");
            assertEquals(List.of(), prism.violations());
        }
    }

    /** Returns how many open incidents are about an access point. */
    private List<String> hosts(int accessPoint) {
        return argus.sql("select count(*) from argus_incident_incidenttagrelation r join argus_incident_tag t"
                + " on t.id = r.tag_id and t.key = 'host' and t.value = '" + cloud.host(accessPoint)
                + "' join argus_incident_incident i on i.id = r.incident_id join argus_incident_sourcesystem s"
                + " on s.id = i.source_id where s.name = '" + source.name() + "' and i.end_time > now()");
    }

    @Test
    void deadCredentialsCloseNothing() {
        start(20, OFTEN + cloud.configuration(cloud.url()));
        cloud.refuse(true);
        cloud.up(1, 5);
        source.process().awaitLog("WARN .*adapter: .*(: 401 |refuses the refresh token)", SYNCED);
        assertStaysOpen(20);
        cloud.refuse(false);
        source.process().hangUp();
        awaitOpen(15);
        cloud.down(21, 22);
        awaitOpen(17);
        assertEquals(Map.of("STA", 17, "STA END", 5), argus.logs(source.name()));
    }

    @Test
    void aQuotaThatRunsOutClosesNothing() {
        start(20, OFTEN + cloud.configuration(cloud.url()));
        cloud.exhaust(true);
        cloud.up(1, 5);
        source.process().awaitLog("WARN .*adapter: .*(: 429 |asked for a pause)", SYNCED);
        int calls = cloud.calls();
        assertStaysOpen(20);
        assertTrue(cloud.calls() - calls < 10, () -> (cloud.calls() - calls) + " calls while it asks for a pause");
        cloud.exhaust(false);
        awaitOpen(15);
        assertEquals(Map.of("STA", 15, "STA END", 5), argus.logs(source.name()));
    }

    /**
     * For clouds that send webhooks. The source is not read otherwise; a second webhook might wait, because reading for
     * webhooks may take a tenth of the time at most.
     */
    void assertAWebhookChangesAnIncidentAtOnce(int downBefore, Runnable change, int downAfter) {
        start(downBefore, SELDOM + cloud.configuration(cloud.url()));
        cloud.webhooksTo(source.hook());
        double begin = System.currentTimeMillis() / 1000.0;
        change.run();
        awaitOpen(downAfter);
        // Argus writes the incident first.
        Await.that(SYNCED, "a line in its log", () -> argus.lastEvent(source.name()) >= begin);
        double took = argus.lastEvent(source.name()) - begin;
        System.out.printf(Locale.ROOT, "webhook -> incident changed: %.1f s%n", took);
        assertTrue(took < WEBHOOK.toSeconds(), () -> took + " s");
    }
}
