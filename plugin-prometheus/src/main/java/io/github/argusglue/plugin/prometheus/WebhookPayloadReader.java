package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the payload of Alertmanager's webhooks, version 4. Grafana's payload says version 1, but the fields that are
 * used are the same. Single alerts are read leniently; anything that is not such a payload is refused.
 */
final class WebhookPayloadReader {
    private final JsonFactory json;

    WebhookPayloadReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * One alert of a payload.
     *
     * @param alert the alert as it would be listed at the time of receipt
     * @param firing whether it is firing; otherwise it was resolved at {@code alert.endsAt()}
     */
    record WebhookAlert(ListedAlert alert, boolean firing) {}

    /**
     * One payload.
     *
     * @param receiver name of the receiver in Alertmanager's configuration; empty if it is missing
     * @param truncated number of alerts that were omitted because of {@code max_alerts}
     */
    record WebhookPayload(String receiver, List<WebhookAlert> alerts, int truncated) {}

    /**
     * Reads the whole payload.
     *
     * @param now time of receipt
     * @throws IllegalArgumentException if this is not such a payload; the message is for the operator who configured it
     */
    WebhookPayload read(byte[] body, Instant now) {
        PayloadFields fields = new PayloadFields(now);
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(invalidPayload("not a JSON object"));
            }
            JsonStream.eachField(parser, fields::field);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(invalidPayload("unexpected data after its end"));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(invalidPayload("not JSON: " + e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(invalidPayload("cannot be read: " + e.getMessage()), e);
        }
        if (!fields.hasAlerts) {
            throw new IllegalArgumentException(invalidPayload("no list 'alerts'"));
        } else if (fields.alerts.isEmpty() && fields.unidentified > 0) {
            throw new IllegalArgumentException(invalidPayload("alerts without labels and fingerprint"));
        }
        return new WebhookPayload(fields.receiver, List.copyOf(fields.alerts), fields.truncated);
    }

    private static String invalidPayload(String why) {
        return "not a webhook payload of Alertmanager: " + why + "; use 'webhook_configs' without a custom 'payload'";
    }

    private static final class PayloadFields {
        private final Instant now;
        private final List<WebhookAlert> alerts = new ArrayList<>();
        private String receiver = "";
        private int truncated;
        private int unidentified;
        private boolean hasAlerts;

        PayloadFields(Instant now) {
            this.now = now;
        }

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                // Alertmanager escapes it like a regular expression: web\.hook
                case "receiver" -> receiver = JsonStream.text(value).replace("\\", "");
                case "truncatedAlerts" -> truncated = number(JsonStream.text(value));
                case "alerts" -> {
                    hasAlerts = value.currentToken() == JsonToken.START_ARRAY;
                    JsonStream.eachElement(value, this::alert);
                }
                default -> value.skipChildren();
            }
        }

        private static int number(String text) {
            return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        }

        private void alert(JsonParser element) throws IOException {
            AlertFields fields = new AlertFields();
            ListedAlert read = fields.read(element, now);
            if (read == null) {
                unidentified++;
            } else {
                boolean firing = !fields.state().equals("resolved");
                alerts.add(new WebhookAlert(firing ? read.withLease(now, MemberTracker.DEFAULT_LEASE) : read, firing));
            }
        }
    }
}
