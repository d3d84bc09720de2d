package io.github.argusglue.plugin.aruba.central;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.plugin.aruba.alert.AccessPoint;
import io.github.argusglue.plugin.aruba.alert.ApAlerts;
import io.github.argusglue.plugin.aruba.alert.VendorAlert;
import io.github.argusglue.plugin.aruba.alert.VendorAlerts;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
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
import org.jspecify.annotations.Nullable;

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
    /** As they were last read; null if they never were. */
    private @Nullable List<AccessPoint> aps;

    /** Creates an adapter. Sends nothing. */
    public CentralAdapter(CentralConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.api = new CentralApi(config, context);
        this.apList = new PagedList(api, "network-monitoring/v1/aps", Map.of("limit", "1000"), CentralRows::apId);
        Map<String, String> open = new LinkedHashMap<>();
        open.put("filter", "status in ('Active','Deferred')");
        open.put("sort", "createdAt asc");
        open.put("limit", "100");
        this.alertList = new PagedList(api, "network-notifications/v1/alerts", open, CentralRows::alertId);
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

    /** What was read of one list, and what of it could not be. */
    private record Part(List<Alert> alerts, List<Ending> endings, String gap) {}

    private interface Reading {
        Part read() throws SourceException, InterruptedException;
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Instant now = context.clock().instant();
        Map<String, Reading> lists = new LinkedHashMap<>();
        if (config.kinds().accessPoints()) {
            lists.put(AP_SCOPE, () -> readAccessPoints(now));
        }
        if (config.kinds().alerts()) {
            lists.put(ALERT_SCOPE, () -> readAlerts(now));
        }
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        Map<String, String> gaps = new LinkedHashMap<>();
        for (Map.Entry<String, Reading> list : lists.entrySet()) {
            try {
                Part part = list.getValue().read();
                alerts.addAll(part.alerts());
                endings.addAll(part.endings());
                if (!part.gap().isEmpty()) {
                    gaps.put(list.getKey(), part.gap());
                }
            } catch (SourceException e) {
                boolean onlyThis =
                        e.kind() == SourceException.Kind.UNREACHABLE || e.kind() == SourceException.Kind.BAD_ANSWER;
                // Without the list of access points, alerts would lose their tags.
                boolean othersAreRead = lists.size() > 1 && gaps.isEmpty() && aps != null;
                if (!onlyThis || !othersAreRead) {
                    throw e;
                }
                gaps.put(list.getKey(), String.valueOf(e.getMessage()));
            }
        }
        Snapshot snapshot = Snapshot.complete(alerts).withEndings(endings);
        for (Map.Entry<String, String> gap : gaps.entrySet()) {
            snapshot = snapshot.except(gap.getKey(), gap.getValue());
        }
        return snapshot;
    }

    private Part readAccessPoints(Instant now) throws SourceException, InterruptedException {
        PagedList.Rows rows = apList.read();
        List<AccessPoint> list =
                rows.all().stream().map(CentralRows::accessPoint).toList();
        Snapshot found = apAlerts.next(list, rows.gap().isEmpty(), now);
        if (!list.isEmpty() || aps == null || found.partialReason().isEmpty()) {
            aps = list;
        }
        return new Part(
                found.alerts(),
                found.endings(),
                rows.gap() + found.partialReason().orElse(""));
    }

    private Part readAlerts(Instant now) throws SourceException, InterruptedException {
        PagedList.Rows rows = alertList.read();
        boolean withDeferred = config.deferred() == CentralConfig.Deferred.ACKNOWLEDGED;
        List<VendorAlert> open = new ArrayList<>();
        for (JsonNode row : rows.all()) {
            // Cleared alerts were seen in spite of the filter.
            if (!CentralRows.isCleared(row) && (withDeferred || !CentralRows.isDeferred(row))) {
                open.add(CentralRows.alert(row, now));
            }
        }
        return new Part(vendorAlerts.next(open, aps == null ? List.of() : aps, now), List.of(), rows.gap());
    }

    private boolean isSigned(WebhookRequest request, Secret secret) {
        String sent = config.webhookHeader()
                .flatMap(request::header)
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
