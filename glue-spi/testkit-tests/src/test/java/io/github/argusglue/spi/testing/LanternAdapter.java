package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpStream;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An adapter with the abilities that {@link BeaconAdapter} lacks: suppression, scopes, notices, an event stream, and
 * answers to webhooks. It can be broken in the ways of {@link LanternFault}.
 */
final class LanternAdapter implements SourceAdapter, WebhookResponder {
    private final LanternConfig config;
    private final LanternFault fault;
    private final SourceContext context;
    private final SourceHttpClient http;
    private final String random = UUID.randomUUID().toString();
    private final Map<String, Suppression> everSuppressed = new LinkedHashMap<>();
    private int newsSeen;
    private volatile @Nullable HttpStream stream;

    LanternAdapter(LanternConfig config, SourceContext context) {
        this.config = config;
        this.fault = config.fault();
        this.context = context;
        this.http =
                context.http(HttpAccess.builder().timeout(Duration.ofSeconds(5)).build());
        context.answerWebhooks(this::isAuthentic, this);
    }

    @Override
    public void start() {
        switch (fault) {
            case STREAM_IS_NOT_OPENED -> {}
            case STREAM_IS_READ_ONCE, RECONNECT_WITHOUT_HINT ->
                context.threadFactory().newThread(this::readStream).start();
            case STREAM_IS_LEFT -> {
                Thread raw = new Thread(this::readRaw, "raw");
                raw.setDaemon(true);
                raw.start();
            }
            default ->
                stream = http.follow(events(), line -> {
                    if (fault != LanternFault.EVENT_WITHOUT_HINT) {
                        context.requestSnapshot();
                    }
                });
        }
    }

    private HttpRequest events() {
        return HttpRequest.get(config.system().url(), "events").streaming(Duration.ofSeconds(20));
    }

    /** What an adapter does that has its own idea of a stream. */
    private void readStream() {
        boolean again = true;
        while (again) {
            try {
                http.send(events(), response -> {
                    for (int next = response.body().read();
                            next >= 0;
                            next = response.body().read()) {
                        if (next != '\n') {
                            context.requestSnapshot();
                        }
                    }
                    return true;
                });
                again = fault == LanternFault.RECONNECT_WITHOUT_HINT;
            } catch (SourceException | InterruptedException e) {
                again = false;
            }
        }
    }

    /** Reads with a connection that close() does not know. */
    private void readRaw() {
        try (InputStream body = config.system().url().resolve("/events").toURL().openStream()) {
            body.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The system has closed.
        }
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        readNews();
        List<Alert> alerts = new ArrayList<>();
        Map<String, String> unread = new LinkedHashMap<>();
        SourceException failure = null;
        for (String site : config.system().lists()) {
            try {
                for (String line : lines(site)) {
                    String[] parts = line.split("\\|", -1);
                    if (!(fault == LanternFault.SUPPRESSED_IS_LEFT_OUT && !parts[3].isEmpty())) {
                        alerts.add(alert(site, parts));
                    }
                }
            } catch (SourceException e) {
                unread.put(site, fault == LanternFault.SCOPE_WITHOUT_REASON ? "" : String.valueOf(e.getMessage()));
                failure = e;
            }
        }
        if (failure != null
                && (unread.size() == config.system().lists().size() || fault == LanternFault.FAILED_SCOPE_FAILS_ALL)) {
            throw failure;
        }
        return snapshot(alerts, unread);
    }

    private Snapshot snapshot(List<Alert> alerts, Map<String, String> unread) {
        if (fault == LanternFault.NOTICE_IS_AN_ALERT_TOO && newsSeen > 0) {
            alerts.add(Alert.builder(AlertId.unique("news"), context.clock().instant())
                    .description("news")
                    .build());
        }
        if (unread.isEmpty() || fault == LanternFault.FAILED_SCOPE_IS_EMPTY) {
            return Snapshot.complete(alerts);
        }
        if (fault == LanternFault.FAILED_SCOPE_MAKES_ALL_PARTIAL) {
            return Snapshot.partial(alerts, unread.toString());
        }
        if (fault == LanternFault.OTHER_SCOPE_IS_UNKNOWN) {
            config.system().lists().forEach(site -> unread.putIfAbsent(site, "perhaps"));
        }
        Snapshot snapshot = Snapshot.complete(fault == LanternFault.READ_SCOPE_IS_LEFT_OUT ? List.<Alert>of() : alerts);
        for (Map.Entry<String, String> site : unread.entrySet()) {
            snapshot = snapshot.except(scope(site.getKey()), site.getValue());
        }
        return snapshot;
    }

    private List<String> lines(String path) throws SourceException, InterruptedException {
        String text = http.send(HttpRequest.get(config.system().url(), path), response -> {
            String read = response.text();
            if (!read.endsWith("end")) {
                throw new IOException("the answer is cut");
            }
            return read;
        });
        return text.lines()
                .filter(line -> !line.isEmpty() && !line.equals("end"))
                .toList();
    }

    private String scope(String site) {
        return switch (fault) {
            case ONE_SCOPE_FOR_ALL -> "all";
            case SCOPE_OF_THIS_ADAPTER -> site + random;
            default -> site;
        };
    }

    private Alert alert(String site, String[] parts) {
        Instant since = Instant.parse(parts[1]);
        boolean suppressed = !parts[3].isEmpty();
        String key = suppressed && fault == LanternFault.SUPPRESSED_HAS_ANOTHER_ID ? parts[0] + "-quiet" : parts[0];
        Alert.Builder alert =
                Alert.builder(AlertId.startedAt(key, since), since).description(parts[0] + " " + parts[2]);
        if (fault != LanternFault.ALERT_WITHOUT_SCOPE) {
            alert.scope(scope(site));
        }
        if (!(suppressed && fault == LanternFault.SUPPRESSED_LOSES_TAGS)) {
            alert.tag("site", site);
        }
        Suppression suppression = suppression(parts);
        return suppression == null
                ? alert.build()
                : alert.suppressed(suppression).build();
    }

    private @Nullable Suppression suppression(String[] parts) {
        if (fault == LanternFault.ALL_ARE_SUPPRESSED) {
            return Suppression.of("always");
        }
        if (fault == LanternFault.SUPPRESSION_IS_NOT_READ) {
            return null;
        }
        if (parts[3].isEmpty()) {
            return fault == LanternFault.SUPPRESSION_STAYS ? everSuppressed.get(parts[0]) : null;
        }
        Suppression found = Suppression.of("maintenance")
                .by(fault == LanternFault.SUPPRESSION_OF_THIS_ADAPTER ? random : "kari")
                .until(
                        fault == LanternFault.SUPPRESSION_END_MOVES
                                ? context.clock().instant()
                                : Instant.parse(parts[3]));
        everSuppressed.put(parts[0], found);
        return found;
    }

    private void readNews() throws SourceException, InterruptedException {
        List<String> news = lines("news");
        int from = fault == LanternFault.NOTICE_IN_EVERY_SNAPSHOT ? 0 : newsSeen;
        for (String line : news.subList(from, news.size())) {
            String[] parts = line.split("\\|", -1);
            String id = switch (fault) {
                case NOTICE_IN_EVERY_SNAPSHOT -> UUID.randomUUID().toString();
                case NOTICE_ID_IS_THE_TEXT -> parts[2];
                case NOTICE_ID_OF_THIS_ADAPTER -> parts[0] + random;
                default -> "news-" + parts[0];
            };
            Instant at = fault == LanternFault.NOTICE_BY_SYSTEM_CLOCK
                    ? Clock.systemUTC().instant()
                    : Instant.parse(parts[1]);
            if (fault != LanternFault.NOTICE_IS_NOT_POSTED) {
                context.post(Notice.builder(id, at)
                        .description(fault == LanternFault.NOTICE_WITHOUT_TEXT ? "" : parts[2])
                        .build());
            }
        }
        newsSeen = news.size();
    }

    private boolean isAuthentic(WebhookRequest request) {
        return LanternSystem.isSigned(request)
                || (fault == LanternFault.CHECK_ACCEPTS_ANY_GET
                        && request.method().equals("GET"));
    }

    @Override
    public Set<String> methods() {
        return fault == LanternFault.GET_IS_NOT_LET_THROUGH ? Set.of("POST") : Set.of("GET", "POST");
    }

    @Override
    public WebhookResponse onRequest(WebhookRequest request) {
        if (request.method().equals("GET")) {
            if (fault == LanternFault.CHALLENGE_LEADS_TO_A_HINT) {
                context.requestSnapshot();
            }
            return fault == LanternFault.CHALLENGE_IS_NOT_ECHOED
                    ? WebhookResponse.taken()
                    : WebhookResponse.text(200, request.query("challenge").orElse(""));
        }
        if (!new String(request.body(), StandardCharsets.UTF_8).startsWith("problem=")) {
            throw fault == LanternFault.RESPONDER_THROWS
                    ? new IllegalStateException("what is this")
                    : new IllegalArgumentException("not a webhook of a lantern");
        }
        if (fault != LanternFault.ANSWERED_WEBHOOK_WITHOUT_HINT) {
            context.requestSnapshot();
        }
        return fault == LanternFault.WEBHOOK_IS_REFUSED ? WebhookResponse.text(400, "no") : WebhookResponse.taken();
    }

    @Override
    public Health health() {
        HttpStream followed = stream;
        return followed == null || fault == LanternFault.REFUSED_STREAM_IS_HEALTHY ? Health.ok() : followed.health();
    }

    @Override
    public void close() {}
}
