package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.mist.standin.MistFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of any length are read whole, page by page, or it is said that they are not. */
class WalkTest {
    private static final int CASES = 25;

    /** However many rows there are and fit into a page, and whether or not the cloud says how many there are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyDeviceIsReadOnce(long seed) throws Exception {
        Random random = new Random(seed);
        try (MistFixture fixture = new MistFixture()) {
            Set<String> names = new java.util.TreeSet<>();
            for (int i = 0; i < CASES; i++) {
                for (int more = random.nextInt(12); more > 0; more--) {
                    String name = "ap-" + i + "-" + more;
                    fixture.org.disconnect(fixture.org.addDevice("ap", name, fixture.site));
                    names.add("AP " + name + " is disconnected (Biblioteket)");
                }
                int page = 1 + random.nextInt(names.size() + 4);
                boolean tells = random.nextBoolean();
                fixture.mist.pageSize(page);
                fixture.mist.tellsTotal(tells);
                Snapshot snapshot = fixture.snapshot();
                String what = "seed " + seed + ", " + names.size() + " devices, pages of " + page + ", total " + tells;
                assertTrue(snapshot.unknownScopes().isEmpty(), () -> what + ": " + snapshot.unknownScopes());
                List<String> found = snapshot.alerts().stream()
                        .map(Alert::description)
                        .sorted()
                        .toList();
                assertEquals(List.copyOf(names), found, what);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void everyAlarmIsReadOnce(long seed) throws Exception {
        Random random = new Random(seed);
        try (MistFixture fixture = new MistFixture(config -> config.devices().marvis("*"))) {
            Set<String> ids = new java.util.TreeSet<>();
            for (int i = 0; i < CASES; i++) {
                for (int more = random.nextInt(12); more > 0; more--) {
                    fixture.after(Duration.ofMillis(random.nextInt(3)));
                    ids.add("alarm:" + fixture.org.raise("bad_cable", "marvis", "warn", fixture.site, fixture.sw, ""));
                }
                int page = 1 + random.nextInt(ids.size() + 4);
                fixture.mist.pageSize(page);
                Snapshot snapshot = fixture.snapshot();
                String what = "seed " + seed + ", " + ids.size() + " alarms, pages of " + page;
                assertTrue(snapshot.unknownScopes().isEmpty(), () -> what + ": " + snapshot.unknownScopes());
                Set<String> found = snapshot.alerts().stream()
                        .map(alert -> alert.id().value())
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
                assertEquals(ids, found, what);
                assertEquals(ids.size(), snapshot.alerts().size(), what);
            }
        }
    }

    /** Rows move to a page that was read before when others go. What is not seen must not count as over. */
    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void devicesThatGoWhilePagesAreRead(long seed) throws Exception {
        Random random = new Random(seed);
        try (MistFixture fixture = new MistFixture()) {
            List<String> macs = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                macs.add(fixture.org.addDevice("ap", "ap-" + i, fixture.site));
                fixture.org.disconnect(macs.get(i));
            }
            assertEquals(60, fixture.snapshot().alerts().size());
            for (int i = 0; i < CASES; i++) {
                fixture.mist.pageSize(1 + random.nextInt(20));
                int removals = random.nextInt(3);
                int[] left = {removals};
                fixture.mist.afterEachPage(() -> {
                    if (left[0]-- > 0) {
                        fixture.org.remove(macs.remove(random.nextInt(macs.size())));
                    }
                });
                Snapshot snapshot = fixture.snapshot();
                fixture.mist.afterEachPage(() -> {});
                String what = "seed " + seed + ", case " + i + ", " + removals + " removals";
                Set<String> shown = snapshot.alerts().stream()
                        .map(alert -> String.valueOf(MistFixture.tag(alert, "mac")))
                        .collect(Collectors.toSet());
                boolean unknown = snapshot.unknownScopes().containsKey("devices");
                assertTrue(unknown || shown.containsAll(macs), () -> what + ": lacks some of " + macs);
            }
            assertEquals(macs.size(), fixture.snapshot().alerts().size(), "all is known again");
        }
    }

    @Test
    void rowsThatAlwaysMoveAreUnknown() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.mist.pageSize(1);
            fixture.mist.afterEachPage(() -> fixture.org.addDevice("ap", "new", fixture.site));
            String doubt = fixture.snapshot().unknownScopes().getOrDefault("devices", "");
            assertTrue(doubt.endsWith("/inventory: more than 500 pages"), doubt);
        }
    }

    @ParameterizedTest
    @CsvSource({"NEXT_LOOPS, leads back to a page that was read before", "NEXT_LEAVES, leads away from this list"})
    void nextIsNotFollowedAnywhere(MistFault fault, String message) throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.devices().marvis("*"))) {
            fixture.mist.pageSize(1);
            fixture.org.raise("bad_cable", "marvis", "warn", fixture.site, fixture.sw, "");
            fixture.org.raise("missing_vlan", "marvis", "warn", fixture.site, fixture.sw, "");
            assertEquals(2, fixture.snapshot().alerts().size());
            fixture.mist.fault("alarms/search", fault);
            int before = fixture.mist.requests();
            SourceException failure = assertThrows(SourceException.class, fixture::snapshot);
            assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
            assertTrue(String.valueOf(failure.getMessage()).contains(message), failure::toString);
            assertTrue(fixture.mist.requests() - before < 4, "it ends soon");
        }
    }

    @Test
    void pageThatRepeatsIsNoEnd() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.addDevice("ap", "ap-2", fixture.site);
            fixture.mist.pageSize(1);
            fixture.mist.fault("inventory", MistFault.PAGES_REPEAT);
            SourceException failure = assertThrows(SourceException.class, fixture::snapshot);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("only rows of the pages before"), failure::toString);
        }
    }

    /** Nothing ends, whatever goes wrong; and all is well again afterwards. */
    @ParameterizedTest
    @EnumSource(
            value = MistFault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "HANG", "NO_DEVICES"})
    void noFaultEndsAnything(MistFault fault) throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.marvis("*"))) {
            fixture.mist.pageSize(2);
            for (int i = 0; i < 5; i++) {
                fixture.org.disconnect(fixture.org.addDevice("ap", "down-" + i, fixture.site));
                fixture.org.raise("bad_cable", "marvis", "warn", fixture.site, fixture.sw, "");
            }
            assertEquals(10, fixture.snapshot().alerts().size());
            fixture.mist.fault(fault);
            try {
                Snapshot snapshot = fixture.snapshot();
                Set<String> affected = switch (fault) {
                    case PAGES_REPEAT -> Set.of("devices");
                    case NEXT_LOOPS, NEXT_LEAVES -> Set.of("alarms");
                    default -> Set.of("devices", "alarms");
                };
                assertEquals(affected, snapshot.unknownScopes().keySet());
                assertEquals(List.of(), snapshot.endings());
            } catch (SourceException e) {
                SourceException.Kind expected = switch (fault) {
                    case TOKEN_EXPIRED, FORBIDDEN -> SourceException.Kind.UNAUTHORIZED;
                    case QUOTA_SPENT -> SourceException.Kind.RATE_LIMITED;
                    case DOWN, ERROR, TRUNCATED, LATER_PAGES_FAIL -> SourceException.Kind.UNREACHABLE;
                    default -> SourceException.Kind.BAD_ANSWER;
                };
                assertEquals(expected, e.kind(), e::toString);
            }
            fixture.mist.fault(MistFault.NONE);
            if (fault == MistFault.QUOTA_SPENT) {
                fixture.restart(); // The client waits as long as it was told to, by the machine's clock.
            }
            Snapshot after = fixture.snapshot();
            assertEquals(10, after.alerts().size());
            assertTrue(after.unknownScopes().isEmpty(), after::toString);
        }
    }

    @Test
    void refusedTokenSaysWhatToDo() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.mist.fault(MistFault.TOKEN_EXPIRED);
            SourceException failure = assertThrows(SourceException.class, fixture::snapshot);
            assertEquals(
                    "GET " + fixture.mist.url() + "/api/v1/orgs/2818e386-8dec-2562-9ede-5b8a0fbbdc71/sites: 401"
                            + " ({\"detail\":\"Authentication credentials were not provided.\"}):"
                            + " check 'token': Mist removes a token that is not used for 90 days",
                    failure.getMessage());
        }
    }

    @Test
    void quotaThatRunsOutIsRespected() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.mist.quota(3);
            fixture.snapshot();
            fixture.snapshot();
            SourceException spent = assertThrows(SourceException.class, fixture::snapshot);
            assertEquals(SourceException.Kind.RATE_LIMITED, spent.kind());
            assertEquals(Duration.ofHours(1), spent.retryAfter().orElseThrow());
            int before = fixture.mist.requests();
            assertThrows(SourceException.class, fixture::snapshot);
            assertEquals(before, fixture.mist.requests(), "nothing is sent until then");
        }
    }

    /** The pages are few, so 20 ms a page are not much. */
    @Test
    void requestsOfALargeOrganisation() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.marvis("*"))) {
            for (int i = 0; i < 1998; i++) {
                fixture.org.addDevice("ap", "ap-" + i, fixture.site);
            }
            fixture.snapshot();
            assertEquals(5, fixture.mist.requests(), "sites, kinds of alarms, two pages of 2,000 devices, alarms");
            int before = fixture.mist.requests();
            fixture.snapshot();
            assertEquals(3, fixture.mist.requests() - before, "later");
        }
    }

    @Test
    void callsInAnHour() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.marvis("*"))) {
            for (int i = 0; i < 998; i++) {
                fixture.org.addDevice("ap", "ap-" + i, fixture.site);
            }
            for (int minute = 0; minute < 60; minute++) {
                fixture.snapshot();
                fixture.after(Duration.ofMinutes(1));
            }
            assertTrue(fixture.mist.requests() <= 300, fixture.mist.requests() + " calls");
        }
    }
}
