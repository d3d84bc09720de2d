package io.github.argusglue.plugin.aruba.central;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.aruba.alert.ApAlerts;
import io.github.argusglue.plugin.aruba.alert.CentralWebhook;
import io.github.argusglue.plugin.aruba.alert.ListsSnapshot;
import io.github.argusglue.plugin.aruba.alert.PagedList;
import io.github.argusglue.plugin.aruba.alert.VendorAlert;
import io.github.argusglue.plugin.aruba.alert.VendorAlerts;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.FirstSeen;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HmacSha256;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reports the access points that are down and the alerts of New Central. */
public final class CentralAdapter implements SourceAdapter, FeedbackSink {
    private static final String PRODUCT = "central";

    private final CentralConfig config;
    private final SourceContext context;
    private final CentralApi api;
    private final PagedList apList;
    private final PagedList alertList;
    private final FirstSeen firstSeen;
    private final ApAlerts apAlerts;
    private final VendorAlerts vendorAlerts;
    /** Creates an adapter. Sends nothing. */
    public CentralAdapter(CentralConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.api = new CentralApi(config, context);
        this.apList = list("network-monitoring/v1/aps", Map.of("limit", "1000"), CentralRows::apId);
        Map<String, String> open = new LinkedHashMap<>();
        open.put("filter", "status in ('Active','Deferred')");
        open.put("sort", "createdAt asc");
        open.put("limit", "100");
        this.alertList = list("network-notifications/v1/alerts", open, CentralRows::alertId);
        this.firstSeen = FirstSeen.in(context.state(), "down");
        this.apAlerts = new ApAlerts(config.aps(), PRODUCT, ListsSnapshot.AP_SCOPE, firstSeen);
        this.vendorAlerts = new VendorAlerts(config.kinds(), config.aps(), PRODUCT, ListsSnapshot.ALERT_SCOPE);
        // A webhook only says that something has changed; the lists say what.
        CentralWebhook.register(
                context, config.webhookSecret().orElse(null), this::isSigned, sent -> context.requestSnapshot());
    }

    private PagedList list(String path, Map<String, String> query, Function<JsonNode, String> id) {
        return new PagedList(path, cursor -> api.page(path, query, cursor), id);
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Instant now = context.clock().instant();
        return ListsSnapshot.read(
                config.kinds(),
                apAlerts,
                () -> ListsSnapshot.accessPoints(apAlerts, apList.read(), CentralRows::accessPoint, now),
                () -> readAlerts(now));
    }

    private ListsSnapshot.Part readAlerts(Instant now) throws SourceException, InterruptedException {
        PagedList.Rows rows = alertList.read();
        boolean withDeferred = config.deferred() == CentralConfig.Deferred.ACKNOWLEDGED;
        List<VendorAlert> open = new ArrayList<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        for (JsonNode row : rows.all()) {
            // Cleared alerts were seen in spite of the filter.
            if (CentralRows.isCleared(row)) {
                continue;
            }
            VendorAlert alert = CentralRows.alert(row, now);
            if (withDeferred || !CentralRows.isDeferred(row)) {
                open.add(alert);
            } else {
                VendorAlerts.leaveOut("deferred", alert, leftOut);
            }
        }
        List<Alert> shown = vendorAlerts.next(open, apAlerts.known(), now);
        return new ListsSnapshot.Part(
                shown, List.of(), leftOut.addAll(vendorAlerts.leftOut()).build(), rows.gap());
    }

    private boolean isSigned(WebhookRequest request, Secret secret) {
        String sent = request.header(config.webhookHeader())
                .map(value -> value.replaceFirst("(?i)^sha256=", ""))
                .orElse("");
        HmacSha256 expected = HmacSha256.of(secret, request.body());
        return expected.isHex(sent) || expected.isBase64(sent);
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.clear() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return EnumSet.of(Feedback.Kind.CLOSED);
    }

    /** An access point that is down cannot be cleared; its incident stays closed for as long as it is down. */
    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        String key = feedback.alertId().key();
        if (feedback.kind() == Feedback.Kind.CLOSED && key.startsWith(CentralRows.ALERT_PREFIX)) {
            String by = feedback.actor().isEmpty() ? "" : " by " + feedback.actor();
            String text = feedback.text().isEmpty() ? "" : ": " + feedback.text();
            api.clear(key.substring(CentralRows.ALERT_PREFIX.length()), "closed in Argus" + by + text);
        }
    }

    @Override
    public Health health() {
        return firstSeen.health().problem().isPresent() ? firstSeen.health() : api.health();
    }

    @Override
    public void close() {
        // The core ends the requests.
    }
}
