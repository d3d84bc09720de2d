package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles Alertmanager's webhooks. Every webhook triggers a snapshot. Its alerts go to the {@link WebhookAlertCache} if
 * the filter and the receiver of the source select them.
 */
final class AlertmanagerWebhookHandler implements WebhookHandler {
    private static final Logger log = LoggerFactory.getLogger("alertmanager");

    private final SourceContext context;
    private final WebhookPayloadReader reader;
    private final WebhookAlertCache alerts = new WebhookAlertCache();
    private final @Nullable LabelMatchers filter;
    private final @Nullable Pattern receiver;

    AlertmanagerWebhookHandler(AlertmanagerConfig config, SourceContext context, JsonFactory json) {
        this.context = context;
        this.reader = new WebhookPayloadReader(json);
        this.filter = filter(config.filter());
        this.receiver = receiver(config.receiver().orElse(".*"));
    }

    /**
     * Returns null for a filter that only Alertmanager understands. That is no error, since the list still works with
     * it.
     */
    private static @Nullable LabelMatchers filter(List<String> texts) {
        try {
            return LabelMatchers.parse("filter", texts);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Pattern receiver(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    WebhookAlertCache alerts() {
        return alerts;
    }

    @Override
    public void onRequest(WebhookRequest request) {
        Instant now = context.clock().instant();
        WebhookPayloadReader.WebhookPayload payload = reader.read(request.body(), now);
        alerts.add(relevant(payload), now);
        log.debug(
                "webhook of receiver '{}': {} alerts, {} omitted",
                payload.receiver(),
                payload.alerts().size(),
                payload.truncated());
        context.requestSnapshot();
    }

    private List<WebhookPayloadReader.WebhookAlert> relevant(WebhookPayloadReader.WebhookPayload payload) {
        List<WebhookPayloadReader.WebhookAlert> relevant = new ArrayList<>();
        boolean receiverMatches =
                receiver != null && receiver.matcher(payload.receiver()).matches();
        for (WebhookPayloadReader.WebhookAlert alert : payload.alerts()) {
            boolean filterMatches =
                    filter != null && filter.matches(alert.alert().labels());
            if (!alert.firing() || (receiverMatches && filterMatches)) {
                relevant.add(alert);
            }
        }
        return relevant;
    }
}
