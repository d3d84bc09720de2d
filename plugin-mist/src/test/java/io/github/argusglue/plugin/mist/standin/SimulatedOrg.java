package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The organisation of a simulated cloud: what people and devices do. Safe for use by any thread. */
public final class SimulatedOrg {
    private final InstantSource clock;
    private final WebhookSender webhooks;
    private final Map<String, String> sites = new LinkedHashMap<>();
    private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();
    private final Map<String, SimulatedAlarm> alarms = new LinkedHashMap<>();
    private Duration skew = Duration.ZERO;
    private boolean tellsSince = true;
    private boolean windowByTimestamp = true;
    private boolean showsUnassigned;
    private int serial;

    SimulatedOrg(InstantSource clock, WebhookSender webhooks) {
        this.clock = clock;
        this.webhooks = webhooks;
    }

    /** Makes the clock of the cloud wrong. */
    public synchronized void skew(Duration ahead) {
        skew = ahead;
    }

    /** Sets whether the inventory says since when a device is disconnected, as it does since 2026. */
    public synchronized void tellsSince(boolean wanted) {
        tellsSince = wanted;
    }

    /** Sets whether a search finds alarms by when they were raised, or by when they were last seen. */
    public synchronized void windowByTimestamp(boolean wanted) {
        windowByTimestamp = wanted;
    }

    /** Sets whether the inventory has devices without a site although nobody asked for them. */
    public synchronized void showsUnassigned(boolean wanted) {
        showsUnassigned = wanted;
    }

    synchronized Instant now() {
        return clock.instant().plus(skew);
    }

    /** Adds a site and returns its id. */
    public synchronized String addSite(String name) {
        String id = uuid("site " + name);
        sites.put(id, name);
        return id;
    }

    private static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    /** Adds a connected device and returns its MAC address. */
    public synchronized String addDevice(String type, String name, String site) {
        String mac = String.format(Locale.ROOT, "5c5b35%06x", ++serial);
        devices.put(mac, new SimulatedDevice(mac, type, name, site));
        return mac;
    }

    /** Adds a device that waits for its installation: it was never connected. */
    public synchronized String addWaiting(String type, String name, String site) {
        String mac = addDevice(type, name, site);
        device(mac).connected = false;
        return mac;
    }

    private SimulatedDevice device(String mac) {
        SimulatedDevice device = devices.get(mac);
        if (device == null) {
            throw new IllegalArgumentException("there is no device " + mac);
        }
        return device;
    }

    /** Returns the addresses of the devices at a site; of all sites if it is empty. */
    public synchronized List<String> devicesAt(String site) {
        return devices.values().stream()
                .filter(device -> site.isEmpty() || site.equals(device.site))
                .map(device -> device.mac)
                .toList();
    }

    /** Disconnects a device. */
    public void disconnect(String mac) {
        disconnect(mac, true);
    }

    /** @param tell whether a webhook says so */
    void disconnect(String mac, boolean tell) {
        synchronized (this) {
            SimulatedDevice device = device(mac);
            device.connected = false;
            device.lastDisconnected = now();
        }
        if (tell) {
            sendUpDown(mac);
        }
    }

    /** Connects a device again. */
    public void reconnect(String mac) {
        synchronized (this) {
            device(mac).connected = true;
        }
        sendUpDown(mac);
    }

    /** Removes a device from the inventory. */
    public synchronized void remove(String mac) {
        devices.remove(mac);
    }

    /** Takes a device from its site; it stays in the inventory. */
    public synchronized void unassign(String mac) {
        device(mac).site = null;
    }

    /** Renames a device. */
    public synchronized void rename(String mac, String name) {
        device(mac).name = name;
    }

    /** Makes the row of a device, or the alarm, lack what every one has. */
    public synchronized void makeUnreadable(String id, boolean wanted) {
        SimulatedAlarm alarm = alarms.get(id);
        if (alarm == null) {
            device(id).unreadable = wanted;
        } else {
            alarm.unreadable = wanted;
        }
    }

    /**
     * Raises an alarm and returns its id.
     *
     * @param mac the device, or empty
     * @param port the port of the device, or empty
     */
    public String raise(String type, String group, String severity, String site, String mac, String port) {
        SimulatedAlarm alarm;
        synchronized (this) {
            String id = uuid("alarm " + ++serial);
            alarm = new SimulatedAlarm(
                    id, type, group, severity, site, mac.isEmpty() ? null : device(mac), port, now());
            alarms.put(id, alarm);
        }
        sendAlarm(alarm.id);
        return alarm.id;
    }

    private SimulatedAlarm alarm(String id) {
        SimulatedAlarm alarm = alarms.get(id);
        if (alarm == null) {
            throw new IllegalArgumentException("there is no alarm " + id);
        }
        return alarm;
    }

    /** Lets an alarm happen again, in place. */
    public synchronized void repeat(String id) {
        alarm(id).count++;
        alarm(id).lastSeen = now();
    }

    /** Changes the severity of an alarm. */
    public synchronized void severity(String id, String severity) {
        alarm(id).severity = severity;
    }

    /** Resolves a Marvis alarm. */
    public void resolve(String id) {
        synchronized (this) {
            alarm(id).resolved = now();
        }
        sendAlarm(id);
    }

    /** Deletes an alarm, as if the cloud kept it no longer. */
    public synchronized void forget(String id) {
        alarms.remove(id);
    }

    /** Acknowledges alarms as this person; the last one counts. */
    public synchronized void acknowledge(List<String> ids, String person, String note) {
        for (String id : ids) {
            SimulatedAlarm alarm = alarm(id);
            alarm.acknowledged = now();
            alarm.acknowledgedBy = person;
            alarm.note = note;
        }
    }

    /** Takes acknowledgements back. */
    public synchronized void unacknowledge(List<String> ids) {
        for (String id : ids) {
            alarm(id).acknowledged = null;
            alarm(id).acknowledgedBy = "";
            alarm(id).note = "";
        }
    }

    /** Returns who has acknowledged an alarm and what they wrote; empty if nobody. */
    public synchronized String acknowledgement(String id) {
        SimulatedAlarm alarm = alarm(id);
        return alarm.acknowledged == null ? "" : alarm.acknowledgedBy + ": " + alarm.note;
    }

    synchronized boolean hasAlarms(List<String> ids) {
        return alarms.keySet().containsAll(ids);
    }

    synchronized List<ObjectNode> inventory(Set<String> types, boolean unassigned, Set<String> macs) {
        List<ObjectNode> rows = new ArrayList<>();
        for (SimulatedDevice device : devices.values()) {
            if ((types.isEmpty() || types.contains(device.type))
                    && (unassigned || showsUnassigned || device.site != null)
                    && (macs.isEmpty() || macs.contains(device.mac))) {
                rows.add(device.json(StandInMist.ORG, tellsSince));
            }
        }
        return rows;
    }

    synchronized List<ObjectNode> sites() {
        List<ObjectNode> rows = new ArrayList<>();
        sites.forEach((id, name) -> rows.add(JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name)
                .put("org_id", StandInMist.ORG)
                .put("country_code", "NO")));
        return rows;
    }

    /** Returns the rows of alarms that are wanted, the oldest first. */
    synchronized List<ObjectNode> alarms(Instant start, Instant end, Predicate<ObjectNode> wanted) {
        return alarms.values().stream()
                .filter(alarm -> within(alarm, start, end))
                .sorted(Comparator.comparing((SimulatedAlarm alarm) -> alarm.timestamp)
                        .thenComparing(alarm -> alarm.id))
                .map(alarm -> alarm.json(StandInMist.ORG))
                .filter(wanted)
                .toList();
    }

    private boolean within(SimulatedAlarm alarm, Instant start, Instant end) {
        Instant time = windowByTimestamp ? alarm.timestamp : alarm.lastSeen;
        return !time.isBefore(start) && !time.isAfter(end);
    }

    /** Returns the webhook about a device as it is now. */
    public synchronized byte[] upDownWebhook(String mac) {
        SimulatedDevice device = device(mac);
        String kind = device.type.equals("ap") ? "AP" : device.type.equals("switch") ? "SW" : "GW";
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("org_id", StandInMist.ORG)
                .put("site_id", device.site)
                .put("site_name", device.site == null ? "" : sites.getOrDefault(device.site, ""))
                .put("mac", mac)
                .put("ap", mac)
                .put("ap_name", device.name)
                .put("device_name", device.name)
                .put("device_type", device.type)
                .put("timestamp", now().getEpochSecond())
                .put("type", kind + (device.connected ? "_CONNECTED" : "_DISCONNECTED"));
        return WebhookSender.body("device-updowns", event);
    }

    /** Returns the webhook about an alarm as it is now. */
    public synchronized byte[] alarmWebhook(String id) {
        return WebhookSender.body("alarms", alarm(id).json(StandInMist.ORG));
    }

    private void sendUpDown(String mac) {
        webhooks.send(upDownWebhook(mac));
    }

    private void sendAlarm(String id) {
        webhooks.send(alarmWebhook(id));
    }

    /** Returns how many devices are disconnected, for programs that steer the cloud. */
    synchronized long disconnected() {
        return devices.values().stream().filter(device -> !device.connected).count();
    }

    /** Returns the id of a site by its name. */
    @Nullable
    synchronized String siteNamed(String name) {
        return sites.entrySet().stream()
                .filter(site -> site.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }
}
