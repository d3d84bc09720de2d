package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Switches from the real zino-argus-glue 0.5.1 to argus-glue and back, with about a hundred open cases of all types:
 * this closes, opens and duplicates nothing, and no change during the downtime is lost.
 */
@ExtendWith(Lab.class)
final class ZinoTakeoverIT {
    private static final int PORTS = 12;
    private static final int SPARE = 12;
    private static final String TICKET = "https://tickets.example.org/4711";
    private static final Duration REFRESHED = Duration.ofSeconds(75);

    private final LabArgus argus;
    private final ArgusAdmin person;
    private final LabZino zino = LabZino.start(10, PORTS);
    private final ZinoPerson operator = zino.person();
    private final ZinoSource source;

    ZinoTakeoverIT(LabArgus argus) {
        this.argus = argus;
        this.person = argus.admin();
        this.source = new ZinoSource(argus, zino);
    }

    @BeforeAll
    static void install() {
        OldGlue.install();
    }

    @BeforeEach
    void configure() {
        source.configure("incident_ids = \"number\"");
    }

    @AfterEach
    void stop() {
        source.close();
        operator.close();
        zino.close();
    }

    /** Creates cases of all types; the last port of gw7 and all of gw8's stay up. */
    private void breakThings() {
        for (int router = 1; router <= 7; router++) {
            String name = "gw" + router;
            zino.setPorts(name, 1, router == 7 ? SPARE - 1 : PORTS, "down");
            if (router > 1) {
                zino.set(name, "peers/198.51.100." + router + "/state=idle");
            }
        }
        zino.set("gw1", "peers/2001:db8:1::2/state=idle", "alarms.red=2", "alarms.yellow=1", "bfd.1.state=down");
        zino.lookAtAll();
        zino.set("gw9", "silent=true");
        zino.set("gw10", "silent=true");
        zino.look("gw9");
        zino.look("gw10");
        // 83 ports, 7 neighbours, 2 alarms, 2 routers, and the BFD session that neither reports.
        zino.awaitCases(95);
        // One that is up again, but whose case nobody has closed, and cases that people have worked on.
        zino.setPorts("gw2", 1, 1, "up");
        zino.look("gw2");
        for (long number : operator.cases("router=gw3", "type=portstate")) {
            operator.note(number, "called the site about " + number);
            operator.setState(number, number % 2 == 0 ? "working" : "waiting");
        }
    }

    private Set<Long> reportable() {
        Set<Long> cases = new TreeSet<>(operator.cases());
        cases.removeAll(operator.cases("type=bfd"));
        return cases;
    }

    private static void assertNoneDoubled(List<Long> cases) {
        assertEquals(cases.stream().distinct().toList(), cases, "a case an incident");
    }

    private void startOld() {
        long before = source.oldSyncs();
        source.startOld();
        Await.that(ZinoSource.SYNCED, "zino-argus-glue is at work", () -> source.oldSyncs() > before);
    }

    /** The old program logs "starting" when it has connected; its first changes follow within these seconds. */
    private void assertNothingHappens(String who, List<String> open, int count) {
        Await.staysEqual(Duration.ofSeconds(12), "open incidents under " + who, open, source::open);
        assertEquals(count, argus.count(source.name()), "incidents in all under " + who);
    }

    @Test
    void switchAndBackWithoutChanges() {
        breakThings();
        startOld();
        source.awaitCases(reportable());
        source.awaitRest();
        List<String> before = source.open();
        int count = argus.count(source.name());
        source.closeOld();

        source.start();
        source.process().awaitLog("took over " + count + " open incidents?", Duration.ofSeconds(30));
        source.awaitRest();
        assertNothingHappens("argus-glue", before, count);
        argus.logs(source.name())
                .keySet()
                .forEach(log -> assertTrue(log.matches("STA( OTH| CHI)*"), () -> "log: " + log));
        assertNoLineTwice();

        // Closed and new cases are handled as before.
        long closed = operator.cases("router=gw4", "type=portstate").iterator().next();
        operator.setState(closed, "closed");
        zino.fall("gw7", SPARE);
        Await.equal(ZinoSource.SYNCED, "incidents in all", count + 1, () -> argus.count(source.name()));
        source.awaitCases(reportable());
        assertEquals(before.size(), source.open().size());
        source.awaitRest();
        List<String> between = source.open();
        source.stop();

        startOld();
        assertNothingHappens("zino-argus-glue", between, count + 1);
        long made =
                operator.cases("router=gw7", "port=ge-0/0/" + SPARE).iterator().next();
        operator.setState(made, "closed");
        source.awaitCases(reportable());
        assertEquals(count + 1, argus.count(source.name()));
        assertNoneDoubled(source.openCases());
        source.closeOld();
    }

    @Test
    void changesBetweenTheTwoAreNotLost() {
        breakThings();
        startOld();
        source.awaitCases(reportable());
        List<Long> cases = new ArrayList<>(operator.cases("router=gw5", "type=portstate"));
        long carried = cases.get(0);
        person.acknowledge(source.pk(carried));
        Await.equal(REFRESHED, "acknowledged by the old one", "working", () -> operator.state(carried));
        source.closeOld();

        long ended = cases.get(1);
        operator.setState(ended, "closed");
        long closed = cases.get(2);
        person.close(source.pk(closed));
        long acked = cases.get(3);
        person.acknowledge(source.pk(acked));
        long ticketed = cases.get(4);
        person.setTicket(source.pk(ticketed), TICKET);
        zino.fall("gw7", SPARE);
        zino.awaitCases(95);
        int count = argus.count(source.name());
        long endedPk = source.pk(ended);
        long closedPk = source.pk(closed);

        source.start();
        Await.equal(ZinoSource.SYNCED, "closed in Argus meanwhile", "closed", () -> operator.state(closed));
        Await.equal(ZinoSource.SYNCED, "acknowledged meanwhile", "working", () -> operator.state(acked));
        Await.that(
                ZinoSource.SYNCED,
                "ticket set meanwhile",
                () -> operator.history(ticketed)
                        .contains("argus-glue/Ticket " + TICKET + " added by Argus user admin"));
        source.awaitCases(reportable());
        source.awaitRest();
        assertEquals(count + 1, argus.count(source.name()), "only what fell meanwhile is new");
        assertTrue(argus.log(endedPk).endsWith("END"), () -> argus.log(endedPk));
        assertTrue(argus.log(closedPk).endsWith("CLO"), () -> argus.log(closedPk));
        assertEquals(
                1,
                operator.history(carried).stream()
                        .filter(line -> line.endsWith("looking at it (admin)"))
                        .count(),
                () -> operator.history(carried).toString());
        assertNoLineTwice();

        // And back: one starts and one is closed while argus-glue runs, and one each while nothing runs.
        long later = cases.get(5);
        operator.setState(later, "closed");
        zino.set("gw8", "ports.1.oper=down");
        zino.fall("gw8", 1);
        source.awaitCases(reportable());
        source.stop();
        long last = cases.get(6);
        operator.setState(last, "closed");
        zino.fall("gw8", 2);
        zino.awaitCases(94);
        startOld();
        source.awaitCases(reportable());
        assertNoneDoubled(source.openCases());
        assertEquals(count + 3, argus.count(source.name()), "incidents in all");
        assertEquals("working", operator.state(acked));
        source.closeOld();
    }

    /** Each note of a person is in the incident's log once, whichever of the two wrote it. */
    private void assertNoLineTwice() {
        List<String> doubled = argus.sql("select e.incident_id || ': ' || min(e.description) || ' / ' ||"
                + " max(e.description) from argus_incident_event e join argus_incident_incident i on i.id ="
                + " e.incident_id"
                + " join argus_incident_sourcesystem s on s.id = i.source_id where e.type = 'OTH' and s.name = '"
                + source.name() + "' group by e.incident_id, date_trunc('second', e.timestamp),"
                + " regexp_replace(e.description, '^[a-z]+(: |\n)', '') having count(*) > 1");
        assertEquals(List.of(), doubled, "lines that are twice in an incident's log");
    }
}
