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
 * Reads what Alertmanager posts to a webhook, by the payload's version 4; Grafana's, which says version 1, is the same
 * as far as it is used. What stands in single alerts is read leniently, what is no such payload is refused.
 */
final class HookReader {
    private final JsonFactory json;

    HookReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * One alert of a payload.
     *
     * @param alert as it would be listed at the time of receipt
     * @param firing or else resolved, at {@code alert.endsAt()}
     */
    record HookAlert(ListedAlert alert, boolean firing) {}

    /**
     * One payload.
     *
     * @param receiver its name in Alertmanager's configuration; empty if it is not told
     * @param truncated how many alerts were left out because of {@code max_alerts}
     */
    record Hook(String receiver, List<HookAlert> alerts, int truncated) {}

    /**
     * Reads all of it.
     *
     * @param now when it was received
     * @throws IllegalArgumentException if it is something else; the message is for the one who set it up
     */
    Hook read(byte[] body, Instant now) {
        Found found = new Found(now);
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(foreign("it is no JSON object"));
            }
            Json.eachField(parser, found::field);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(foreign("there is more after its end"));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(foreign("it is no JSON: " + e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(foreign("it cannot be read: " + e.getMessage()), e);
        }
        if (!found.hasAlerts) {
            throw new IllegalArgumentException(foreign("it has no list 'alerts'"));
        } else if (found.alerts.isEmpty() && found.nameless > 0) {
            throw new IllegalArgumentException(foreign("its alerts have neither labels nor a fingerprint"));
        }
        return new Hook(found.receiver, List.copyOf(found.alerts), found.truncated);
    }

    private static String foreign(String why) {
        return "this is not what Alertmanager posts to a webhook: " + why
                + "; use 'webhook_configs' without a 'payload' of your own";
    }

    private static final class Found {
        private final Instant now;
        private final List<HookAlert> alerts = new ArrayList<>();
        private String receiver = "";
        private int truncated;
        private int nameless;
        private boolean hasAlerts;

        Found(Instant now) {
            this.now = now;
        }

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                // Alertmanager quotes it as if it were a regular expression: web\.hook
                case "receiver" -> receiver = Json.text(value).replace("\\", "");
                case "truncatedAlerts" -> truncated = number(Json.text(value));
                case "alerts" -> {
                    hasAlerts = value.currentToken() == JsonToken.START_ARRAY;
                    Json.eachElement(value, this::alert);
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
                nameless++;
            } else {
                boolean firing = !fields.state().equals("resolved");
                alerts.add(new HookAlert(firing ? read.leased(now, Members.USUAL_LEASE) : read, firing));
            }
        }
    }
}
