package io.github.argusglue.dist.it.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WriteTest {
    private static final Write FIRST = new Write("oslo", "p1", "POST", 100, 200);

    private static int overlaps(String source, String process, long begin, long end) {
        Write other = new Write(source, process, "PATCH", begin, end);
        int found = Write.overlaps(List.of(FIRST, other)).size();
        assertEquals(found, Write.overlaps(List.of(other, FIRST)).size(), "in any order");
        return found;
    }

    @Test
    void writesOfTwoProcessesForOneSourceOverlap() {
        assertEquals(1, overlaps("oslo", "p2", 150, 300));
        assertEquals(1, overlaps("oslo", "p2", 50, 101));
        assertEquals(1, overlaps("oslo", "p2", 50, 300));
        assertEquals(1, overlaps("oslo", "p2", 120, 130));
    }

    @Test
    void whatDoesNotOverlap() {
        assertEquals(0, overlaps("oslo", "p1", 150, 300), "one process");
        assertEquals(0, overlaps("bergen", "p2", 150, 300), "another source");
        assertEquals(0, overlaps("oslo", "p2", 200, 300), "after it");
        assertEquals(0, overlaps("oslo", "p2", 10, 100), "before it");
    }

    private static int strangers(String source, String process, long from, long until) {
        return OwnerLog.strangers(List.of(FIRST), List.of(new OwnerLog.Owned(source, process, from, until)))
                .size();
    }

    @Test
    void aWriteForASourceOfAnother() {
        assertEquals(1, strangers("oslo", "p2", 100, 101));
        assertEquals(1, strangers("oslo", "p2", 50, 300));
        assertEquals(0, strangers("oslo", "p1", 50, 300), "its owner");
        assertEquals(0, strangers("bergen", "p2", 50, 300), "another source");
        assertEquals(0, strangers("oslo", "p2", 50, 100), "before");
        assertEquals(0, strangers("oslo", "p2", 101, 300), "after it began");
    }
}
