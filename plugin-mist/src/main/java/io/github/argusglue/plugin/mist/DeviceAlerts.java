package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FirstSeen;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which devices are disconnected for long enough, from one reading of the inventory to the next. */
final class DeviceAlerts {
    static final String SCOPE = "devices";

    /** For how long an inventory without any device is not believed. */
    private static final Duration EMPTY = Duration.ofMinutes(15);

    /** A time that is later than this is an error of the cloud, and no difference of clocks. */
    private static final Duration FUTURE = Duration.ofDays(1);

    private final DevicesConfig config;
    private final AlertMapper mapper;
    /** Also for devices whose start Mist tells: it says for how long, even if the clock of Mist is wrong. */
    private final FirstSeen down;

    /** The alerts by MAC address. */
    private Map<String, Alert> open = Map.of();

    private @Nullable Instant emptySince;

    DeviceAlerts(DevicesConfig config, AlertMapper mapper, SourceState state) {
        this.config = config;
        this.mapper = mapper;
        this.down = FirstSeen.in(state, "devices-down");
    }

    Part update(Listing<Device> read, Instant now) {
        Listing<Device> inventory = distrustEmpty(read, now);
        String doubt = inventory.doubt();
        Map<String, Device> all = new LinkedHashMap<>();
        inventory.rows().forEach(device -> all.put(device.mac(), device));
        Set<String> toldOf = all.values().stream()
                .filter(device -> device.disconnectedAt() != null)
                .map(Device::type)
                .collect(Collectors.toSet());
        LeftOut.Builder leftOut = LeftOut.builder();
        List<Device> disconnected = new ArrayList<>();
        for (Device device : all.values()) {
            if (device.connected()) {
                continue;
            }
            if (device.site().isEmpty()) {
                leaveOut("no_site", device, "not assigned to a site", leftOut);
            } else if (!config.neverConnected() && device.disconnectedAt() == null && toldOf.contains(device.type())) {
                leaveOut("never_connected", device, "was never connected", leftOut);
            } else {
                disconnected.add(device);
            }
        }
        Map<String, Instant> seen = seen(disconnected, doubt == null, now);
        Map<String, Alert> before = open;
        Map<String, Alert> after = new LinkedHashMap<>();
        for (Device device : disconnected) {
            Instant first = seen.getOrDefault(device.mac(), now);
            Instant told = device.disconnectedAt();
            boolean estimated = told == null || told.isAfter(now.plus(FUTURE));
            Instant since = told == null || estimated ? first : told;
            Alert known = before.get(device.mac());
            Instant latest = now.minus(config.downFor());
            if (known != null || !since.isAfter(latest) || !first.isAfter(latest)) {
                after.put(device.mac(), alert(device, since, estimated, known));
            } else {
                leaveOut("down_for", device, "disconnected for less than 'down_for'", leftOut);
            }
        }
        List<Ending> endings = new ArrayList<>();
        Map<String, Alert> remembered = new LinkedHashMap<>(after);
        before.forEach((mac, alert) -> {
            if (!after.containsKey(mac)) {
                ending(alert, all.get(mac), doubt, now).ifPresentOrElse(endings::add, () -> remembered.put(mac, alert));
            }
        });
        open = remembered;
        return new Part(List.copyOf(after.values()), endings, leftOut.build(), doubt);
    }

    private static void leaveOut(String reason, Device device, String why, LeftOut.Builder leftOut) {
        leftOut.add(reason, key(device), () -> device.type() + " " + device.name() + ": " + why);
    }

    private static String key(Device device) {
        return "device:" + device.mac();
    }

    private Map<String, Instant> seen(List<Device> disconnected, boolean complete, Instant now) {
        List<String> macs = disconnected.stream().map(Device::mac).toList();
        return complete ? down.update(macs, now) : down.updatePart(macs, now);
    }

    /** A cloud that has lost its memory for a while looks like an organisation without devices. */
    private Listing<Device> distrustEmpty(Listing<Device> inventory, Instant now) {
        if (!inventory.rows().isEmpty()) {
            emptySince = null;
            return inventory;
        }
        Instant since = emptySince == null ? now : emptySince;
        emptySince = since;
        return now.isBefore(since.plus(EMPTY))
                ? inventory.because("the inventory has no device at all; believed after " + EMPTY.toMinutes()
                        + " minutes: check 'org' and the role of the token")
                : inventory;
    }

    /** While a device is disconnected, its alert stays the same, even if Mist corrects the time. */
    private Alert alert(Device device, Instant since, boolean estimated, @Nullable Alert known) {
        Instant start = known == null ? since : known.startedAt();
        AlertId id = known == null ? AlertId.startedAt(key(device), since) : known.id();
        Alert.Builder builder = mapper.device(device, id, start).scope(SCOPE);
        Alert alert = (estimated ? builder.tag("start_estimated", "true") : builder).build();
        return known != null && alert.equals(known) ? known : alert;
    }

    /** Returns how the alert of a device has ended; empty if nothing is known of the device. */
    private static Optional<Ending> ending(Alert alert, @Nullable Device device, @Nullable String doubt, Instant now) {
        if (device == null) {
            String gone = "no longer in the inventory of the organisation";
            return doubt == null ? Optional.of(Ending.inferred(alert.id(), now, gone)) : Optional.empty();
        } else if (device.connected()) {
            return Optional.of(Ending.reported(alert.id(), now, "connected again"));
        }
        String reason = device.site().isEmpty() ? "no longer assigned to a site" : "was never connected";
        return Optional.of(Ending.inferred(alert.id(), now, reason));
    }

    Health health() {
        return down.health();
    }
}
