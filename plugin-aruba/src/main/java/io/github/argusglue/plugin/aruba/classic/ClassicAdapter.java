package io.github.argusglue.plugin.aruba.classic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.aruba.alert.ApAlerts;
import io.github.argusglue.plugin.aruba.alert.CentralWebhook;
import io.github.argusglue.plugin.aruba.alert.ListsSnapshot;
import io.github.argusglue.plugin.aruba.alert.PagedList;
import io.github.argusglue.plugin.aruba.alert.VendorAlert;
import io.github.argusglue.plugin.aruba.alert.VendorAlerts;
import io.github.argusglue.plugin.aruba.classic.ClassicRows.Notification;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
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
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reports the access points that are down and the alerts of Aruba Central (classic). */
public final class ClassicAdapter implements SourceAdapter, FeedbackSink {
    private static final String PRODUCT = "central_classic";
    /** Number of the type of the message with which Central tests a webhook. */
    private static final String WEBHOOK_TEST = "1250";

    private final ClassicConfig config;
    private final SourceContext context;
    private final DailyQuota quota;
    private final ClassicApi api;
    private final PagedList apList;
    private final FirstSeen firstSeen;
    /** The alerts that were acknowledged from here. Central does not say that it was us. */
    private final FirstSeen acknowledgedHere;

    private final ApAlerts apAlerts;
    private final VendorAlerts vendorAlerts;
    private List<Notification> open = List.of();
    /** Whether these are all. */
    private boolean allRead;

    /** Creates an adapter. Sends nothing. */
    public ClassicAdapter(ClassicConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.quota = new DailyQuota(context.clock());
        ClassicApi gateway = new ClassicApi(config, context, quota);
        this.api = gateway;
        this.apList = new PagedList(
                ClassicApi.ACCESS_POINTS,
                cursor -> gateway.page(ClassicApi.ACCESS_POINTS, "aps", Map.of(), cursor),
                ClassicRows::apId);
        this.firstSeen = FirstSeen.in(context.state(), "down");
        this.acknowledgedHere = FirstSeen.in(context.state(), "acknowledged");
        this.apAlerts = new ApAlerts(config.aps(), PRODUCT, ListsSnapshot.AP_SCOPE, firstSeen);
        this.vendorAlerts = new VendorAlerts(config.kinds(), config.aps(), PRODUCT, ListsSnapshot.ALERT_SCOPE);
        CentralWebhook.register(
                context, config.webhookSecret().orElse(null), ClassicAdapter::isSigned, this::onWebhook);
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        quota.begin();
        Instant now = context.clock().instant();
        return ListsSnapshot.read(
                config.kinds(),
                apAlerts,
                () -> ListsSnapshot.accessPoints(apAlerts, apList.read(), ClassicRows::accessPoint, now),
                () -> readAlerts(now));
    }

    private ListsSnapshot.Part readAlerts(Instant now) throws SourceException, InterruptedException {
        String from = Long.toString(now.minus(config.alertWindow()).getEpochSecond());
        PagedList list = new PagedList(
                ClassicApi.NOTIFICATIONS,
                cursor -> api.page(ClassicApi.NOTIFICATIONS, "notifications", Map.of("from_timestamp", from), cursor),
                ClassicRows::recordId);
        PagedList.Rows rows = list.read();
        List<Notification> read = ClassicRows.open(rows.all());
        open = read;
        allRead = rows.gap().isEmpty();
        Set<String> ours = acknowledgedHere.known().keySet();
        List<VendorAlert> alerts = read.stream()
                .map(one -> alert(one, ours.contains(one.id()), now))
                .toList();
        if (allRead) {
            Set<String> left = new HashSet<>(ours);
            left.retainAll(read.stream().map(Notification::id).toList());
            acknowledgedHere.update(left, now);
        }
        List<Alert> shown = vendorAlerts.next(alerts, apAlerts.known(), now);
        return new ListsSnapshot.Part(shown, List.of(), vendorAlerts.leftOut(), rows.gap());
    }

    private VendorAlert alert(Notification one, boolean ours, Instant now) {
        // The list of access points knows the name of a device; without it, the alert does.
        String device = !apAlerts.isRead() && !one.name().isEmpty() ? one.name() : one.device();
        Acknowledgement acknowledgement = null;
        if (one.acknowledgedBy() != null) {
            Instant at = one.acknowledgedAt() == null ? one.since() : one.acknowledgedAt();
            acknowledgement =
                    Acknowledgement.of(one.acknowledgedBy(), at == null ? now : at, "acknowledged in Central");
        }
        return new VendorAlert(
                ClassicRows.ALERT_PREFIX + one.id(),
                one.type(),
                one.severity(),
                one.text(),
                one.since(),
                new VendorAlert.Origin(device, one.site(), one.group()),
                acknowledgement != null && ours ? acknowledgement.fromArgus() : acknowledgement);
    }

    private static boolean isSigned(WebhookRequest request, Secret secret) {
        byte[][] parts = Stream.concat(
                        Stream.of(request.body()),
                        Stream.of("X-Central-Service", "X-Central-Delivery-Id", "X-Central-Delivery-Timestamp")
                                .map(name -> request.header(name).orElse("").getBytes(UTF_8)))
                .toArray(byte[][]::new);
        return HmacSha256.of(secret, parts)
                .isBase64(request.header("X-Central-Signature").orElse(""));
    }

    /** A webhook only says that something has changed; the lists say what. */
    private void onWebhook(JsonNode sent) {
        if (!sent.path("nid").asText("").equals(WEBHOOK_TEST) && !quota.isLow()) {
            context.requestSnapshot();
        }
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.acknowledge() ? Optional.of(this) : Optional.empty();
    }

    /** Central has no way to take an acknowledgement back. */
    @Override
    public Set<Feedback.Kind> accepts() {
        return EnumSet.of(Feedback.Kind.ACKNOWLEDGED);
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        String key = feedback.alertId().key();
        List<Notification> about =
                open.stream().filter(one -> isAbout(one, key)).toList();
        if (about.isEmpty() && !allRead) {
            throw SourceException.unreachable("the alerts of Central have not been read completely", null);
        }
        List<String> ids = about.stream()
                .filter(one -> one.acknowledgedBy() == null)
                .map(Notification::id)
                .filter(id -> !acknowledgedHere.known().containsKey(id))
                .toList();
        if (feedback.kind() != Feedback.Kind.ACKNOWLEDGED || ids.isEmpty()) {
            return;
        }
        api.acknowledge(ids);
        acknowledgedHere.updatePart(ids, context.clock().instant());
    }

    /** The incident of an access point that is down stands for the alerts that say the same. */
    private boolean isAbout(Notification one, String key) {
        return key.equals(ClassicRows.ALERT_PREFIX + one.id())
                || (config.kinds().isApDown(one.type()) && key.equals("ap:" + one.device()));
    }

    @Override
    public Health health() {
        return Stream.of(api.health(), quota.health(), firstSeen.health(), acknowledgedHere.health())
                .filter(health -> health.problem().isPresent())
                .findFirst()
                .orElse(Health.ok());
    }

    @Override
    public void close() {
        // The core ends the requests.
    }
}
