package io.github.argusglue.plugin.aruba.central;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.plugin.aruba.alert.AccessPoint;
import io.github.argusglue.plugin.aruba.alert.ApAlerts;
import io.github.argusglue.plugin.aruba.alert.ListsSnapshot;
import io.github.argusglue.plugin.aruba.alert.PagedList;
import io.github.argusglue.plugin.aruba.alert.VendorAlert;
import io.github.argusglue.plugin.aruba.alert.VendorAlerts;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.FirstSeen;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HmacSha256;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.Secret;
import java.nio.charset.StandardCharsets;
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
    private static final String AP_SCOPE = "access-points";
    private static final String ALERT_SCOPE = "alerts";

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
        this.apAlerts = new ApAlerts(config.aps(), PRODUCT, AP_SCOPE, firstSeen);
        this.vendorAlerts = new VendorAlerts(config.kinds(), config.aps(), PRODUCT, ALERT_SCOPE);
        Secret secret = config.webhookSecret().orElse(null);
        if (secret == null) {
            context.onWebhook(this::onWebhook);
        } else {
            context.onWebhook(request -> isSigned(request, secret), this::onWebhook);
        }
    }

    private PagedList list(String path, Map<String, String> query, Function<JsonNode, String> id) {
        return new PagedList(path, cursor -> api.page(path, query, cursor), id);
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Instant now = context.clock().instant();
        Map<String, ListsSnapshot.Reading> lists = new LinkedHashMap<>();
        if (config.kinds().accessPoints()) {
            lists.put(AP_SCOPE, () -> readAccessPoints(now));
        }
        if (config.kinds().alerts()) {
            lists.put(ALERT_SCOPE, () -> readAlerts(now));
        }
        // Without the list of access points, alerts would lose their tags.
        return ListsSnapshot.read(lists, apAlerts::isRead);
    }

    private ListsSnapshot.Part readAccessPoints(Instant now) throws SourceException, InterruptedException {
        PagedList.Rows rows = apList.read();
        List<AccessPoint> list =
                rows.all().stream().map(CentralRows::accessPoint).toList();
        Snapshot found = apAlerts.next(list, rows.gap().isEmpty(), now);
        return new ListsSnapshot.Part(
                found.alerts(),
                found.endings(),
                rows.gap() + found.partialReason().orElse(""));
    }

    private ListsSnapshot.Part readAlerts(Instant now) throws SourceException, InterruptedException {
        PagedList.Rows rows = alertList.read();
        boolean withDeferred = config.deferred() == CentralConfig.Deferred.ACKNOWLEDGED;
        List<VendorAlert> open = new ArrayList<>();
        for (JsonNode row : rows.all()) {
            // Cleared alerts were seen in spite of the filter.
            if (!CentralRows.isCleared(row) && (withDeferred || !CentralRows.isDeferred(row))) {
                open.add(CentralRows.alert(row, now));
            }
        }
        return new ListsSnapshot.Part(vendorAlerts.next(open, apAlerts.known(), now), List.of(), rows.gap());
    }

    private boolean isSigned(WebhookRequest request, Secret secret) {
        String sent = request.header(config.webhookHeader())
                .map(value -> value.replaceFirst("(?i)^sha256=", ""))
                .orElse("");
        HmacSha256 expected = HmacSha256.of(secret, request.body());
        return expected.isHex(sent) || expected.isBase64(sent);
    }

    /** A webhook only says that something has changed; the lists say what. */
    private void onWebhook(WebhookRequest request) {
        boolean isObject;
        try {
            JsonNode sent = new ObjectMapper().readTree(new String(request.body(), StandardCharsets.UTF_8));
            isObject = sent.isObject();
        } catch (JsonProcessingException e) {
            isObject = false;
        }
        if (!isObject) {
            throw new IllegalArgumentException("a webhook of Central is a JSON object");
        }
        context.requestSnapshot();
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
