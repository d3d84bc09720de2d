package io.github.argusglue.plugin.aruba.alert;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes the open alerts of a cloud for people: text, level, tags and link. */
public final class VendorAlerts {
    private static final Logger log = LoggerFactory.getLogger("aruba");
    private static final int USUAL_LEVEL = 3;

    private final AlertConfig config;
    private final ApConfig aps;
    private final String product;
    private final String scope;
    private final Set<String> unknownSeverities = new HashSet<>();
    private Map<String, Alert> open = new LinkedHashMap<>();
    private LeftOut leftOut = LeftOut.nothing();

    /**
     * Creates it.
     *
     * @param product what the tag {@code aruba_product} says
     * @param scope scope of the alerts, if other lists of the cloud fail separately; empty for none
     */
    public VendorAlerts(AlertConfig config, ApConfig aps, String product, String scope) {
        this.config = config;
        this.aps = aps;
        this.product = product;
        this.scope = scope;
    }

    /**
     * Returns those that become incidents.
     *
     * @param list all open alerts
     * @param known the access points, for tags of alerts about them
     * @param now start of alerts of which the cloud does not say when they began
     */
    public List<Alert> next(List<VendorAlert> list, List<AccessPoint> known, Instant now) {
        ApIndex index = new ApIndex(known);
        Map<String, Alert> alerts = new LinkedHashMap<>();
        LeftOut.Builder left = LeftOut.builder();
        for (VendorAlert vendor : list) {
            Optional<String> reason = config.leftOutBy(vendor.type());
            if (reason.isPresent()) {
                leaveOut(reason.get(), vendor, left);
            } else {
                Alert before = open.get(vendor.id());
                Alert alert = alert(vendor, index, before, now);
                alerts.putIfAbsent(vendor.id(), alert.equals(before) ? before : alert);
            }
        }
        open = alerts;
        leftOut = left.build();
        return new ArrayList<>(alerts.values());
    }

    /** Returns the alerts of the last list that do not become incidents. */
    public LeftOut leftOut() {
        return leftOut;
    }

    /** Adds an alert that does not become an incident. Only its kind is named: its text may be about people. */
    public static void leaveOut(String reason, VendorAlert vendor, LeftOut.Builder leftOut) {
        VendorAlert.Type type = vendor.type();
        leftOut.add(reason, vendor.id(), () -> "alert of type " + (type.name().isEmpty() ? type.id() : type.name()));
    }

    private Alert alert(VendorAlert vendor, ApIndex index, @Nullable Alert before, Instant now) {
        VendorAlert.Type type = vendor.type();
        VendorAlert.Origin origin = vendor.origin();
        Instant usual = before == null ? now : before.startedAt();
        Alert.Builder alert = Alert.builder(
                        AlertId.unique(vendor.id()), vendor.since() == null ? usual : vendor.since())
                .description(description(vendor))
                .severity(Severity.ofLevel(level(vendor)))
                .acknowledgement(acknowledgement(vendor, before))
                .tag("aruba_product", product);
        ApAlerts.tag(alert, "alert_type", type.name().isEmpty() ? type.id() : type.name());
        ApAlerts.tag(alert, "alert_category", type.category());
        ApAlerts.tag(alert, "severity", vendor.severity());
        ApAlerts.tag(
                alert, "device_type", type.deviceType().toLowerCase(Locale.ROOT).replace(' ', '_'));
        AccessPoint ap = index.find(origin.device(), vendor.text());
        if (ap != null) {
            ApAlerts.tag(alert, ap);
            alert.detailsUrl(ApAlerts.link(aps, ap));
        } else {
            ApAlerts.tag(alert, "host", origin.device());
            ApAlerts.tag(alert, "site", origin.site().isEmpty() ? index.site(vendor.text()) : origin.site());
            ApAlerts.tag(alert, "group", origin.group());
        }
        if (!scope.isEmpty()) {
            alert.scope(scope);
        }
        if (vendor.since() == null) {
            alert.tag("start_estimated", "true");
        }
        return alert.build();
    }

    /** Texts about clients contain their addresses and names, which do not belong into Argus. */
    private static String description(VendorAlert vendor) {
        String name = vendor.type().name();
        if (vendor.text().isBlank() || vendor.type().category().equalsIgnoreCase("Clients")) {
            return name.isBlank() ? "Alert of type " + vendor.type().id() : name;
        }
        boolean named = vendor.text().toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT));
        return named ? vendor.text() : name + ": " + vendor.text();
    }

    private int level(VendorAlert vendor) {
        Integer level = config.levels().get(vendor.severity().toLowerCase(Locale.ROOT));
        if (level == null) {
            if (unknownSeverities.add(vendor.severity())) {
                log.warn(
                        "alert '{}' has the unknown severity '{}': level {} is used",
                        vendor.id(),
                        vendor.severity(),
                        USUAL_LEVEL);
            }
            level = USUAL_LEVEL;
        }
        return config.isApDown(vendor.type()) ? Math.max(level, aps.apDownLevel()) : level;
    }

    /** What was acknowledged stays so with the same time, because another one is another acknowledgement in Argus. */
    private static @Nullable Acknowledgement acknowledgement(VendorAlert vendor, @Nullable Alert before) {
        if (vendor.acknowledgement() == null || before == null) {
            return vendor.acknowledgement();
        }
        return before.acknowledgement().orElse(vendor.acknowledgement());
    }
}
