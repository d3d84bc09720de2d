package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails while cases start and end: in the end Argus has each open case of Zino, once. */
@ExtendWith(Lab.class)
final class ZinoSyncIT {
    private static final int ROUTERS = 2;
    private static final int PORTS = 30;
    private static final int STEPS = 60;
    private static final int ARGUS_GOES_AT = 20;
    private static final int ARGUS_COMES_AT = 35;

    private final LabArgus argus;
    private final LabZino zino = LabZino.start(ROUTERS, PORTS);
    private final ZinoPerson operator = zino.person();
    private final ZinoSource source;

    ZinoSyncIT(LabArgus argus) {
        this.argus = argus;
        this.source = new ZinoSource(argus, zino);
    }

    @AfterEach
    void stop() {
        source.close();
        operator.close();
        zino.close();
    }

    @Test
    void killedAtRandomMomentsWhileCasesChangeAndArgusIsAway() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> up = new ArrayList<>();
        for (int router = 1; router <= ROUTERS; router++) {
            for (int port = 1; port <= PORTS; port++) {
                up.add("gw" + router + " " + port);
            }
        }
        int fallen = 0;
        GlueProcess glue = source.start();
        for (int step = 0; step < STEPS; step++) {
            if (step == ARGUS_GOES_AT) {
                argus.down();
            } else if (step == ARGUS_COMES_AT) {
                argus.up();
            }
            int what = random.nextInt(10);
            if (what < 5 && !up.isEmpty()) {
                String[] port = up.remove(random.nextInt(up.size())).split(" ", -1);
                zino.fall(port[0], Integer.parseInt(port[1]));
                fallen++;
            } else if (what < 8) {
                List<Long> open = List.copyOf(operator.cases());
                if (!open.isEmpty()) {
                    operator.setState(open.get(random.nextInt(open.size())), what == 5 ? "working" : "closed");
                }
            } else {
                glue.kill();
                glue = source.start();
            }
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(500)).toNanos());
        }
        String story = "seed " + seed + ", " + fallen + " cases";
        source.awaitCases(operator.cases());
        source.awaitRest();
        source.awaitCases(operator.cases());
        Set<String> ids = Set.copyOf(
                argus.sql("select source_incident_id from argus_incident_incident i join argus_incident_sourcesystem s"
                        + " on s.id = i.source_id where s.name = '" + source.name() + "'"));
        assertEquals(argus.count(source.name()), ids.size(), () -> "one incident a case, " + story);
        Set<String> logs = argus.logs(source.name()).keySet();
        assertEquals(
                List.of(),
                logs.stream().filter(log -> log.contains("END END")).toList(),
                () -> "closed twice, " + story);
    }

    @ParameterizedTest
    @ValueSource(strings = {"case", "number"})
    void aReusedCaseNumberIsAnotherIncident(String ids) {
        source.configure("incident_ids = \"" + ids + "\"");
        zino.fall("gw1", 1);
        zino.awaitCases(1);
        // Zino forgets the cases opened from here on after a crash.
        zino.end();
        zino.keep();
        zino.run();
        zino.lookAtAll();
        source.start();
        zino.fall("gw1", 2);
        zino.fall("gw1", 3);
        zino.awaitCases(3);
        source.awaitCases(zino.cases());
        long first = source.pk(2);
        zino.kill();
        source.process().kill();
        zino.setPorts("gw1", 2, 3, "up");
        zino.rollBack();
        zino.run();
        zino.lookAtAll();
        assertEquals(Set.of(1L), zino.cases(), "Zino has forgotten");

        zino.fall("gw2", 5);
        zino.awaitCases(2);
        source.start();
        // Two and three were not closed, so they are held; the new two exists beside them.
        Await.equal(ZinoSource.SYNCED, "cases open", List.of(1L, 2L, 2L, 3L), source::openCases);
        source.awaitRest();
        assertEquals("STA", argus.log(first), "the forgotten case with the same number");
        long second = source.pk(2);
        assertEquals("STA", argus.log(second));
        assertTrue(argus.tags(second).contains("host=gw2"));
        assertEquals(4, argus.count(source.name()));
        source.process().kill();
        source.configure("incident_ids = \"" + ids + "\"\nhold_lost = \"0s\"");
        source.start().awaitLog("alerts? open", Duration.ofSeconds(30));
        source.awaitCases(Set.of(1L, 2L));
        source.awaitRest();
        assertEquals("STA END", argus.log(first), "held for long enough");
        assertEquals("STA", argus.log(second));
        assertEquals(4, argus.count(source.name()), "after one more start");
    }
}
