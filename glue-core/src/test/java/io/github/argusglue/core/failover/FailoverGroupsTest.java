package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.FailoverProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that are added, changed and removed by a reload. */
final class FailoverGroupsTest {
    private final List<SteppedPrimary> made = new CopyOnWriteArrayList<>();
    private final FailoverGroups groups;

    FailoverGroupsTest(@TempDir Path folder) {
        groups = new FailoverGroups(folder, new SteppedPrimary(), group -> {}, this::probe);
    }

    @AfterEach
    void close() {
        groups.close();
    }

    private Probe probe(FailoverConfig config) throws IOException {
        if (config.address().startsWith("bad")) {
            throw new IOException("'ca_file' cannot be read");
        }
        SteppedPrimary primary = new SteppedPrimary();
        made.add(primary);
        return primary;
    }

    private static Map<String, FailoverConfig> wanted(int threshold, String... addresses) {
        Map<String, FailoverConfig> wanted = new LinkedHashMap<>();
        for (String address : addresses) {
            String name = address.replaceAll("bad|:.*", "");
            wanted.put(
                    name,
                    new FailoverSketch(FailoverProbe.TCP, address)
                            .name(name)
                            .thresholds(threshold, 2)
                            .build());
        }
        return wanted;
    }

    private List<String> names() {
        return groups.status().stream().map(FailoverStatus::group).toList();
    }

    @Test
    void newThresholdsApplyWithTheSameProbe() throws IOException {
        groups.prepare(wanted(3, "a:1")).commit();
        groups.prepare(wanted(5, "a:1")).commit();
        assertEquals(1, made.size());
        assertEquals(5, groups.status().get(0).needed());
        assertFalse(made.get(0).closed);
    }

    @Test
    void groupsAreInTheOrderOfTheFile() throws IOException {
        groups.prepare(wanted(3, "a:1", "b:1")).commit();
        groups.prepare(wanted(3, "c:1", "b:1", "a:1")).commit();
        assertEquals(List.of("c", "b", "a"), names());
        assertEquals(3, made.size());
        groups.prepare(wanted(3, "b:1")).commit();
        assertEquals(List.of("b"), names());
        assertNull(groups.config("a"));
        assertFalse(groups.isActive("a"));
        assertEquals(
                List.of(true, false, true), made.stream().map(one -> one.closed).toList());
    }

    @Test
    void aFailedPreparationChangesNothingAndLeaksNothing() throws IOException {
        groups.prepare(wanted(3, "a:1")).commit();
        assertThrows(IOException.class, () -> groups.prepare(wanted(5, "a:2", "badb:1")));
        assertEquals(2, made.size());
        assertTrue(made.get(1).closed, "made in vain");
        assertFalse(made.get(0).closed);
        assertEquals(List.of("a"), names());
        assertEquals(3, groups.status().get(0).needed());
    }

    @Test
    void afterTheCloseNoGroupIsAdded() throws IOException {
        FailoverGroups.Update late = groups.prepare(wanted(3, "a:1"));
        groups.close();
        late.commit();
        assertEquals(List.of(), names());
        assertTrue(made.get(0).closed);
        assertEquals(0, made.get(0).asked.get());
    }
}
