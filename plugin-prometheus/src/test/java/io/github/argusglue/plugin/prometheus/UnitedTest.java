package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several members list, as one. */
class UnitedTest {
    private static final String FINGERPRINT = "0123456789abcdef";

    private static ListedAlert listed(int startSecond, int updateSecond, String summary, String... silences) {
        Instant start = Samples.START;
        return new ListedAlert(
                FINGERPRINT,
                start.plusSeconds(startSecond),
                start.plusSeconds(updateSecond),
                start.plusSeconds(updateSecond + 240),
                Map.of("alertname", "X"),
                Map.of("summary", summary),
                "",
                List.of(silences),
                List.of());
    }

    private static United unite(ListedAlert one, ListedAlert other) {
        return new United.Identity(List.of(), List.of())
                .unite(List.of(List.of(one), List.of(other)))
                .getOrDefault(FINGERPRINT, Samples.united(Map.of(), Map.of()));
    }

    @Test
    void hasTheEarliestStartAndTheLatestText() {
        United united = unite(listed(5, 60, "old"), listed(0, 61, "new"));
        assertEquals(Samples.START, united.startsAt());
        assertEquals("new", united.alert().annotations().get("summary"));
    }

    @Test
    void isSilencedIfEveryMemberSaysSo() {
        assertEquals(List.of(), unite(listed(0, 0, "", "s1"), listed(0, 0, "")).silencedBy());
        assertEquals(List.of(), unite(listed(0, 0, ""), listed(0, 0, "", "s1")).silencedBy());
        assertEquals(
                List.of("s1", "s2"),
                unite(listed(0, 0, "", "s2", "s1"), listed(0, 0, "", "s1")).silencedBy());
    }
}
