package io.github.argusglue.plugin.generic.message;

import io.github.argusglue.spi.Alert;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open alert as a message describes it.
 *
 * @param name what the sender calls it
 * @param start when it began; null if the message does not say, which only a numbered alert may do
 * @param ttl how long it lasts without being sent again; null if the message does not say
 * @param scope the part of the source that it belongs to; null for none
 * @param json it as JSON in the documented format; the same text for alerts that are the same
 * @param described it as the core sees it, with the time of the message for a start that it does not say
 */
public record OpenAlert(
        AlertName name,
        @Nullable Instant start,
        @Nullable Duration ttl,
        @Nullable String scope,
        String json,
        Alert described) {

    /** Returns an occurrence that is earlier than every real one: it only says that the name was reported. */
    public static OpenAlert earliest(AlertName name) {
        String json = Documents.text(Documents.MAPPER
                .createObjectNode()
                .put(name.numbered() ? "id" : "key", name.text())
                .put("start", Instant.EPOCH.toString())
                .put("description", "earlier occurrence"));
        Alert described =
                Alert.builder(name.occurrence(Instant.EPOCH), Instant.EPOCH).build();
        return new OpenAlert(name, Instant.EPOCH, null, null, json, described);
    }

    /**
     * Returns the alert for the core.
     *
     * @param firstSeen when it was first reported, which is its start if the message has none
     */
    public Alert alert(Instant firstSeen) {
        return start != null || described.startedAt().equals(firstSeen)
                ? described
                : AlertFormat.alert(json, firstSeen).build();
    }

    /** Returns the alert as one of which nobody knows whether it is over. */
    public Alert held(Instant firstSeen, String reason, Instant since) {
        return AlertFormat.alert(json, start == null ? firstSeen : start)
                .held(reason, since)
                .build();
    }
}
