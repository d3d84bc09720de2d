package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Merging of the lists of several members. */
class MergedAlertTest {
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

    private static MergedAlert merge(ListedAlert one, ListedAlert other) {
        return new MergedAlert.AlertIdentity(List.of(), List.of())
                .merge(List.of(List.of(one), List.of(other)))
                .getOrDefault(FINGERPRINT, Samples.merged(Map.of(), Map.of()));
    }

    @Test
    void usesTheEarliestStartAndTheLatestText() {
        MergedAlert merged = merge(listed(5, 60, "old"), listed(0, 61, "new"));
        assertEquals(Samples.START, merged.startsAt());
        assertEquals("new", merged.alert().annotations().get("summary"));
    }

    @Test
    void isSilencedIfEveryMemberSilencesIt() {
        assertEquals(List.of(), merge(listed(0, 0, "", "s1"), listed(0, 0, "")).silencedBy());
        assertEquals(List.of(), merge(listed(0, 0, ""), listed(0, 0, "", "s1")).silencedBy());
        assertEquals(
                List.of("s1", "s2"),
                merge(listed(0, 0, "", "s2", "s1"), listed(0, 0, "", "s1")).silencedBy());
    }
}
