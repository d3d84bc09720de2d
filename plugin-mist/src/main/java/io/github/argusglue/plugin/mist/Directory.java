package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of sites, devices and kinds of alarms. Those of sites and kinds change rarely, and are read once an hour. */
final class Directory {
    private static final Duration REFRESH = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofMinutes(5);

    private final MistApi api;
    private final AlarmsConfig alarms;
    private final Clock clock;
    private final Map<String, String> devices = new HashMap<>();
    private Map<String, String> sites = Map.of();
    private Map<String, String> titles = Map.of();
    private Instant tried = Instant.MIN;
    private Instant due = Instant.MIN;
    private volatile Health health = Health.ok();

    Directory(MistApi api, AlarmsConfig alarms, Clock clock) {
        this.api = api;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Reads the names if it is time. Names that were read before are good enough while they cannot be read again. */
    void refresh() throws SourceException, InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        boolean first = tried.equals(Instant.MIN);
        try {
            Map<String, String> sitesNow = api.sites();
            titles = alarms.isOff() ? Map.of() : api.alarmTitles();
            sites = sitesNow;
            due = now.plus(REFRESH);
            health = unknownTypes();
        } catch (SourceException e) {
            if (first) {
                throw e;
            }
            due = now.plus(RETRY);
        }
        tried = now;
    }

    /** Reads the names of the sites again if one of these is new. */
    void require(Collection<String> siteIds) throws SourceException, InterruptedException {
        boolean known = siteIds.stream().allMatch(id -> id.isEmpty() || sites.containsKey(id));
        if (!known && !clock.instant().isBefore(tried.plus(RETRY))) {
            due = Instant.MIN;
            refresh();
        }
    }

    /** Takes the names of the devices that are in the inventory. */
    void learn(Listing<Device> inventory) {
        if (inventory.doubt() == null) {
            devices.clear();
        }
        inventory.rows().forEach(device -> devices.put(device.mac(), device.name()));
    }

    Optional<String> site(String id) {
        return Optional.ofNullable(sites.get(id)).filter(name -> !name.isEmpty());
    }

    Optional<String> device(String mac) {
        return Optional.ofNullable(devices.get(mac));
    }

    /** Returns what Mist calls a kind of alarms in its portal. */
    String title(String type) {
        String title = titles.getOrDefault(type, "");
        return title.isEmpty() ? type.replace('_', ' ') : title;
    }

    private Health unknownTypes() {
        List<String> unknown = alarms.ownTypes().stream()
                .filter(type -> !titles.containsKey(type))
                .toList();
        return unknown.isEmpty() || titles.isEmpty()
                ? Health.ok()
                : Health.degraded("Mist has no alarms of the types " + String.join(", ", unknown)
                        + ": check 'marvis_types', 'infrastructure_types' and 'notice_types'");
    }

    Health health() {
        return health;
    }
}
