package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Severity;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Describes devices and alarms for people: text, level, tags and link. Addresses of clients are never among them. */
final class AlertMapper {
    /** Mist itself names only some of the devices of an alarm that has many. */
    private static final int MOST_HOSTS = 10;

    private final DisplayConfig config;
    private final String org;
    private final Directory directory;
    private final Optional<String> link;

    AlertMapper(MistConfig config, Directory directory) {
        this.config = config.display();
        this.org = config.org();
        this.directory = directory;
        this.link = config.display()
                .detailsUrl()
                .or(() -> Regions.portal(config.api()).map(portal -> portal + "/admin/?org_id={org}#!alerts"));
    }

    Alert.Builder device(Device device, AlertId id, Instant since) {
        String kind = switch (device.type()) {
            case "ap" -> "AP";
            case "switch" -> "Switch";
            case "gateway" -> "Gateway";
            default -> device.type();
        };
        Alert.Builder alert = Alert.builder(id, since)
                .description(kind + " " + device.name() + " is disconnected" + atSite(device.site()))
                .severity(Severity.ofLevel(config.level(List.of(device.type()))))
                .detailsUrl(link(device.site(), device.mac()))
                .tag("host", device.name());
        place(device.site(), alert::tag);
        alert.tag("device_type", device.type()).tag("mac", device.mac());
        unlessEmpty("serial", device.serial(), alert::tag);
        unlessEmpty("model", device.model(), alert::tag);
        return alert;
    }

    /** @param macs the devices to show: those of an alarm may change while it lasts, since Mist names only some */
    Alert.Builder alarm(Alarm alarm, AlertId id, Instant since, List<String> macs) {
        Alert.Builder alert = Alert.builder(id, since)
                .description(text(alarm, macs))
                .severity(severity(alarm))
                .acknowledgement(acknowledgement(alarm))
                .detailsUrl(link(alarm.site(), macs.isEmpty() ? "" : macs.get(0)));
        tags(alarm, macs, alert::tag);
        return alert;
    }

    Notice notice(Alarm alarm) {
        Notice.Builder notice = Notice.builder("alarm-" + alarm.id(), alarm.since())
                .description(text(alarm, alarm.macs()))
                .severity(severity(alarm))
                .detailsUrl(link(
                        alarm.site(), alarm.macs().isEmpty() ? "" : alarm.macs().get(0)));
        tags(alarm, alarm.macs(), notice::tag);
        return notice.build();
    }

    private Severity severity(Alarm alarm) {
        return Severity.ofLevel(config.level(List.of(alarm.type(), alarm.severity())));
    }

    private String text(Alarm alarm, List<String> macs) {
        String hosts = String.join(", ", hosts(alarm, macs));
        String parts = String.join(", ", alarm.parts());
        return directory.title(alarm.type())
                + (hosts.isEmpty() ? "" : ": " + hosts)
                + (parts.isEmpty() ? "" : " " + parts)
                + atSite(alarm.site());
    }

    private void tags(Alarm alarm, List<String> macs, BiConsumer<String, String> tag) {
        hosts(alarm, macs).forEach(host -> tag.accept("host", host));
        place(alarm.site(), tag);
        macs.stream().limit(MOST_HOSTS).forEach(mac -> tag.accept("mac", mac));
        tag.accept("alarm_type", alarm.type());
        unlessEmpty("alarm_group", alarm.group(), tag);
        unlessEmpty("severity", alarm.severity(), tag);
    }

    /** Names that the alarm brings along are used for its own devices alone: others can be those of clients. */
    private List<String> hosts(Alarm alarm, List<String> macs) {
        boolean named = macs.size() == 1
                && alarm.hostnames().size() == 1
                && !alarm.group().equals(AlarmsConfig.SECURITY);
        return macs.stream()
                .limit(MOST_HOSTS)
                .map(mac ->
                        directory.device(mac).orElse(named ? alarm.hostnames().get(0) : mac))
                .toList();
    }

    private void place(String site, BiConsumer<String, String> tag) {
        directory.site(site).ifPresent(name -> tag.accept("site", name));
        unlessEmpty("mist_site_id", site, tag);
        tag.accept("mist_org_id", org);
    }

    private static void unlessEmpty(String name, String value, BiConsumer<String, String> tag) {
        if (!value.isEmpty()) {
            tag.accept(name, value);
        }
    }

    private String atSite(String site) {
        return directory.site(site).map(name -> " (" + name + ")").orElse("");
    }

    private static @Nullable Acknowledgement acknowledgement(Alarm alarm) {
        Instant at = alarm.acknowledgedAt();
        if (at == null) {
            return null;
        }
        Acknowledgement given = Acknowledgement.of(alarm.acknowledgedBy(), at, alarm.note());
        return AckSink.isOurs(alarm.note()) ? given.fromArgus() : given;
    }

    private @Nullable URI link(String site, String mac) {
        return link.map(template ->
                        URI.create(DisplayConfig.filled(template, encoded(org), encoded(site), encoded(mac))))
                .orElse(null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
