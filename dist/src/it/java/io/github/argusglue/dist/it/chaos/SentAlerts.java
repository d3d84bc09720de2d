package io.github.argusglue.dist.it.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Alerts that are sent to a source of type {@code generic}: a message for each change, in order, again and again until
 * it is taken; and now and then a list of all.
 */
final class SentAlerts implements NumberedAlerts, AutoCloseable {
    static final String TOKEN = "s3cret-hook";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI hook;
    private final String prefix;
    private final int steady;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final List<Burning> alerts = new ArrayList<>();
    private final List<Change> waiting = new ArrayList<>();
    private boolean listIsDue = true;

    /** A change that was not taken so far. */
    private record Change(int number, boolean fires, Instant at) {}

    SentAlerts(URI hook, String prefix, int size, int steady) {
        this.hook = hook;
        this.prefix = prefix;
        this.steady = steady;
        for (int number = 0; number < size; number++) {
            alerts.add(new Burning());
        }
        Future<?> unused = sender.scheduleWithFixedDelay(this::send, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public int size() {
        return alerts.size();
    }

    @Override
    public int steady() {
        return steady;
    }

    @Override
    public String key(int number) {
        return prefix + "-" + number;
    }

    @Override
    public synchronized boolean fires(int number) {
        return alerts.get(number).isNow();
    }

    /** An alert changes again only when the last change was taken. */
    @Override
    public synchronized void flip(int number) {
        if (waiting.stream().anyMatch(change -> change.number == number)) {
            return;
        }
        // A message has milliseconds, so the occurrence must not begin at any finer time.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Burning burning = alerts.get(number);
        if (burning.isNow()) {
            burning.end(now);
        } else {
            burning.begin(now);
        }
        if (!listIsDue) {
            waiting.add(new Change(number, burning.isNow(), now));
        }
    }

    synchronized Map<String, Burning> truth() {
        Map<String, Burning> truth = new TreeMap<>();
        for (int number = 0; number < alerts.size(); number++) {
            truth.put(key(number), alerts.get(number));
        }
        return truth;
    }

    /** Sends the list of all with the next message. */
    synchronized void tellAll() {
        listIsDue = true;
    }

    private void send() {
        Object message;
        List<Change> sent;
        boolean isList;
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        synchronized (this) {
            sent = List.copyOf(waiting);
            isList = listIsDue;
            if (!isList && sent.isEmpty()) {
                return;
            }
            message = isList ? all(at) : sent.stream().map(this::json).toList();
            listIsDue = false;
        }
        boolean taken = post(message);
        synchronized (this) {
            if (!taken) {
                listIsDue = listIsDue || isList;
                return;
            }
            waiting.removeAll(sent);
            Instant now = Instant.now();
            alerts.stream()
                    .filter(burning -> burning.since().isPresent()
                            && !burning.since().get().isAfter(at))
                    .forEach(burning -> burning.certain(now));
        }
    }

    private Map<String, Object> all(Instant at) {
        List<Map<String, Object>> open = new ArrayList<>();
        for (int number = 0; number < alerts.size(); number++) {
            Instant since = alerts.get(number).since().orElse(null);
            if (since != null) {
                open.add(alert(number, since));
            }
        }
        return Map.of("complete", true, "at", at.toString(), "alerts", open);
    }

    private Map<String, Object> json(Change change) {
        return change.fires
                ? Map.of("at", change.at.toString(), "open", alert(change.number, change.at))
                : Map.of("at", change.at.toString(), "close", Map.of("key", key(change.number)));
    }

    private Map<String, Object> alert(int number, Instant start) {
        return Map.of(
                "key",
                key(number),
                "start",
                start.toString(),
                "level",
                1 + number % 5,
                "description",
                "number " + number + " of " + prefix,
                "tags",
                Map.of("host", "host" + number % 100));
    }

    private boolean post(Object message) {
        try {
            HttpRequest request = HttpRequest.newBuilder(hook)
                    .timeout(LIMIT)
                    .header("Authorization", "Bearer " + TOKEN)
                    .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(message)))
                    .build();
            int status = client.send(request, BodyHandlers.ofString()).statusCode();
            if (status == 400 || status == 413 || status == 507) {
                throw new IllegalStateException("a message was refused for good: " + status);
            }
            return status == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
