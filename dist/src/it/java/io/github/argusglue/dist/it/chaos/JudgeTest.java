package io.github.argusglue.dist.it.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every requirement of argus-glue can be seen to be violated. */
final class JudgeTest {
    private static final String KEY = "abc";
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final Burning burning = new Burning();
    private final Lies lies = new Lies();
    private final List<Calm> calms = new ArrayList<>();
    private final List<LogEntry> log = new ArrayList<>();
    private final List<Instant> backups = new ArrayList<>();
    private boolean open = true;
    private Optional<Instant> forgotten = Optional.empty();

    @Test
    void anAlertThatIsThereAndOpenIsInOrder() {
        burns(0);
        ours(1, "STA");
        assertEquals(List.of(), all());
    }

    @Test
    void anAlertWithoutAnIncident() {
        burns(0);
        assertEquals(List.of("no incident is open"), differences(List.of()));
    }

    @Test
    void anIncidentWithoutAnAlert() {
        burns(0);
        isOver(10);
        ours(1, "STA");
        assertEquals(List.of("an incident is open that should be closed"), all());
    }

    @Test
    void anIncidentOfNoAlertAtAll() {
        ours(1, "STA");
        assertEquals(
                List.of("open, and no alert of ours"),
                whats(new Judge(Map.of(), lies, List.of(record()), calms, forgotten, backups).differences(at(99))));
    }

    @Test
    void twoOpenForOneAlert() {
        burns(0);
        ours(1, "STA");
        assertEquals(List.of("2 incidents are open for one alert"), differences(List.of(record(), record())));
    }

    @Test
    void anEndWhileTheAlertIsThere() {
        burns(0);
        ours(1, "STA");
        ours(60, "END");
        ours(62, "RES");
        assertEquals(List.of("incident 1: END of an alert that was there all the time"), all());
    }

    @Test
    void anEndAfterOneLieIsWrongAndAfterSeveralIsNot() {
        Instant now = Instant.now();
        burning.begin(now.minusSeconds(600));
        burning.certain(now.minusSeconds(600));
        log.add(new LogEntry("STA", true, now.minusSeconds(599), ""));
        int[] told = {1};
        lies.begin(() -> told[0]);
        log.add(new LogEntry("END", true, now.plusSeconds(1), ""));
        log.add(new LogEntry("RES", true, now.plusSeconds(2), ""));
        assertEquals(List.of("incident 1: END of an alert that was there all the time"), all());
        told[0] = 2;
        assertEquals(List.of(), all());
    }

    @Test
    void anEndOfWhatIsOver() {
        cameAndWent();
        ours(15, "END");
        open = false;
        assertEquals(List.of("incident 1: END of what was over already"), all());
    }

    /** The line of its restart is lost, because Argus's database was restored. */
    @Test
    void anEndOfWhatArgusHasForgottenToBeOpen() {
        cameAndWent();
        burns(39);
        isOver(50);
        ours(52, "END");
        open = false;
        backups.add(at(5));
        assertEquals(List.of("incident 1: END of what was over already"), all(), "the END is in the backup");
        backups.add(at(38));
        assertEquals(List.of(), all());
    }

    /** The backup was made between the change of the incident and its line. */
    @Test
    void anEndOfWhatWasOpenedWhileABackupWasMade() {
        cameAndWent();
        burns(40);
        isOver(120);
        ours(122, "END");
        open = false;
        assertEquals(List.of("incident 1: END of what was over already"), all());
        backups.add(at(80));
        assertEquals(List.of("incident 1: END of what was over already"), all(), "it did not begin then");
        backups.add(at(41));
        assertEquals(List.of(), all());
    }

    @Test
    void anEndThatAPersonsChangeMayHaveUndoneIsRepeated() {
        cameAndWent();
        person(12, "CHI");
        ours(15, "END");
        open = false;
        assertEquals(List.of(), all());
    }

    @Test
    void anEndInTheMomentOfAPersonsClose() {
        burns(0);
        isOver(10);
        ours(1, "STA");
        person(11, "CLO");
        ours(13, "END");
        open = false;
        assertEquals(List.of(), all());
    }

    @Test
    void anEndLongAfterAPersonsClose() {
        burns(0);
        isOver(10);
        ours(1, "STA");
        person(11, "CLO");
        ours(14, "END");
        open = false;
        assertEquals(List.of("incident 1: END of what was over already"), all());
    }

    @Test
    void aRestartOfWhatIsOpen() {
        burns(0);
        ours(1, "STA");
        ours(15, "RES");
        assertEquals(List.of("incident 1: RES of what was open already"), all());
    }

    @Test
    void aRestartOfAnAlertThatIsNotThere() {
        cameAndWent();
        ours(60, "RES");
        ours(61, "END");
        open = false;
        assertEquals(List.of("incident 1: RES of an alert that was not there"), all());
    }

    @Test
    void theSameChangeTwice() {
        burns(0);
        ours(1, "STA");
        log.add(new LogEntry("CHI", true, at(20), "level: 1 → 2"));
        log.add(new LogEntry("CHI", true, at(40), "level: 1 → 2"));
        assertEquals(List.of("incident 1: the same change twice"), all());
    }

    @Test
    void theSameChangeAgainAfterABackupWasMadeInBetween() {
        burns(0);
        ours(1, "STA");
        log.add(new LogEntry("CHI", true, at(20), "level: 1 → 2"));
        log.add(new LogEntry("CHI", true, at(40), "level: 1 → 2"));
        backups.add(at(19));
        assertEquals(List.of(), all());
    }

    @Test
    void aClosedIncidentThatIsOpenAgainIsAViolation() {
        burns(0);
        ours(1, "STA");
        person(20, "CLO");
        ours(25, "RES");
        assertEquals(
                List.of("an incident is open that should be closed", "incident 1: RES of what a person had closed"),
                all());
    }

    @Test
    void aClosedIncidentMayReopenAfterABelievedLie() {
        Instant now = Instant.now();
        burning.begin(now.minusSeconds(600));
        burning.certain(now.minusSeconds(600));
        log.add(new LogEntry("STA", true, now.minusSeconds(599), ""));
        log.add(new LogEntry("CLO", false, now.minusSeconds(60), ""));
        int[] told = {1};
        lies.begin(() -> told[0]);
        assertEquals(List.of("an incident is open that should be closed"), all());
        told[0] = 2;
        assertEquals(List.of(), all());
    }

    @Test
    void aClosedIncidentReopensAfterTheAlertEnded() {
        burns(0);
        ours(1, "STA");
        person(20, "CLO");
        isOver(30);
        burns(60);
        open = false;
        assertEquals(List.of(), all(), "nobody knows whether it was seen");
        calms.add(new Calm(at(22), at(28)));
        calms.add(new Calm(at(65), at(70)));
        assertEquals(List.of(), all(), "it was there in each calm");
        calms.add(new Calm(at(35), at(40)));
        assertEquals(List.of("no incident is open"), all());
        forgotten = Optional.of(at(50));
        assertEquals(List.of(), all(), "what was seen may be forgotten");
    }

    @Test
    void aCloseByAPersonIsMadeInTheSource() {
        burns(0);
        ours(1, "STA");
        person(20, "CLO");
        open = false;
        assertEquals(
                List.of("a person closed it, and the source does not know"),
                whats(judge(List.of(record())).closesNotCarried(at(99))));
        isOver(30);
        assertEquals(List.of(), judge(List.of(record())).closesNotCarried(at(99)));
    }

    @Test
    void anEndOfAReopenedIncidentIsAViolation() {
        cameAndWent();
        person(30, "REO");
        open = false;
        assertEquals(List.of("no incident is open"), all());
    }

    @Test
    void aReopenedIncidentBelongsToTheAlertOnceSeen() {
        cameAndWent();
        person(30, "REO");
        burns(40);
        isOver(50);
        assertEquals(List.of(), all(), "nobody knows whether it was seen");
        calms.add(new Calm(at(42), at(45)));
        assertEquals(List.of("an incident is open that should be closed"), all());
        forgotten = Optional.of(at(60));
        assertEquals(List.of(), all(), "what was seen may be forgotten");
    }

    private void burns(int second) {
        burning.begin(at(second));
        burning.certain(at(second));
    }

    private void isOver(int second) {
        burning.end(at(second));
    }

    /** The alert was there for ten seconds, and its incident was opened and ended. */
    private void cameAndWent() {
        burns(0);
        isOver(10);
        ours(1, "STA");
        ours(11, "END");
    }

    private void ours(int second, String type) {
        log.add(new LogEntry(type, true, at(second), ""));
    }

    private void person(int second, String type) {
        log.add(new LogEntry(type, false, at(second), ""));
    }

    private List<String> all() {
        List<String> found = new ArrayList<>(differences(List.of(record())));
        found.addAll(whats(judge(List.of(record())).needless(Instant.MIN)));
        return found;
    }

    private List<String> differences(List<IncidentRecord> records) {
        return whats(judge(records).differences(at(99)));
    }

    private Judge judge(List<IncidentRecord> records) {
        return new Judge(Map.of(KEY, burning), lies, records, calms, forgotten, backups);
    }

    private IncidentRecord record() {
        return new IncidentRecord(1, KEY, open, "", Set.of(), log);
    }

    private static List<String> whats(List<Violation> violations) {
        return violations.stream().map(Violation::what).toList();
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
