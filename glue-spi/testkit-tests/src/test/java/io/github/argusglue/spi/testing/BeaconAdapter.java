package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.HmacSha256;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An adapter with every ability, which can be broken in the ways of {@link Fault}. */
final class BeaconAdapter implements SourceAdapter {
    private static @Nullable List<String> shared;

    private final Supplier<BeaconConfig> config;
    private final SourceContext context;
    private final Fault fault;
    private final BeaconClient client;
    private final BeaconFeedback feedback;
    private final String random = UUID.randomUUID().toString();
    private int eventsSeen;
    private Map<String, Alert> last = Map.of();
    private @Nullable Snapshot lastSnapshot;
    private boolean dead;
    private int snapshots;
    private @Nullable Thread watcher;

    BeaconAdapter(Supplier<BeaconConfig> config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.fault = config.get().fault();
        this.client = new BeaconClient(config);
        this.feedback = new BeaconFeedback(config, client);
        context.onWebhook(this::isAuthentic, this::take);
    }

    private boolean isAuthentic(WebhookRequest request) {
        return fault == Fault.WEBHOOK_CHECK_ACCEPTS_ALL
                || HmacSha256.of(config.get().password(), request.body())
                        .isHex(request.header("X-Beacon").orElse(""));
    }

    private void take(WebhookRequest request) {
        if (!new String(request.body(), StandardCharsets.UTF_8).startsWith("problem=")) {
            throw fault == Fault.WEBHOOK_HANDLER_THROWS
                    ? new IllegalStateException("what is this")
                    : new IllegalArgumentException("not a webhook of a beacon");
        }
        if (fault != Fault.WEBHOOK_WITHOUT_HINT) {
            context.requestSnapshot();
        }
    }

    @Override
    public void start() throws SourceException {
        switch (fault) {
            case START_BLOCKS -> BeaconClient.block(config.get());
            case STATE_HAS_TO_BE_VALID -> context.state().get("last").ifPresent(BeaconAdapter::parse);
            case START_THROWS_UNCHECKED, CLOSE_THROWS_AFTER_FAILED_START -> check();
            default -> {}
        }
        client.connect();
        watcher = context.threadFactory().newThread(this::watch);
        watcher.start();
        new BeaconLeaks(config.get(), context).afterStart();
    }

    private static void parse(byte[] value) {
        if (value.length == 0 || value[0] == 0) {
            throw new IllegalStateException("the state is broken");
        }
    }

    private void check() throws SourceException {
        try {
            client.get("events");
        } catch (SourceException | InterruptedException e) {
            if (fault == Fault.START_THROWS_UNCHECKED) {
                throw new IllegalStateException(e);
            }
            throw SourceException.unreachable("start failed", e);
        }
    }

    /** Stands for a channel over which the system pushes. */
    private void watch() {
        try {
            while (fault == Fault.HINTS_WITHOUT_PAUSE
                    || (fault == Fault.HINTS_WITHOUT_PAUSE_WHEN_DOWN
                            && !Thread.currentThread().isInterrupted())) {
                if (fault == Fault.HINTS_WITHOUT_PAUSE || isDown()) {
                    context.requestSnapshot();
                }
                if (config.get().system().closed().await(5, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            if (fault == Fault.EXCEPTION_ESCAPES) {
                throw new IllegalStateException("escaped");
            }
            config.get().system().closed().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDown() throws InterruptedException {
        try {
            client.get("events");
            return false;
        } catch (SourceException e) {
            return true;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // One of the faults is to return null.
    public Snapshot snapshot() throws SourceException, InterruptedException {
        snapshots++;
        switch (fault) {
            case SNAPSHOT_BLOCKS -> BeaconClient.block(config.get());
            case SNAPSHOT_IS_NULL -> {
                return null;
            }
            case HINT_IN_EVERY_SNAPSHOT -> context.requestSnapshot();
            case EXECUTOR_FOR_EACH_SNAPSHOT -> new BeaconLeaks(config.get(), context).executor();
            case STATE_HAS_TO_BE_WRITTEN, STATE_HAS_TO_BE_VALID -> save();
            default -> {}
        }
        if (dead) {
            throw SourceException.unreachable("the connection is closed", null);
        }
        try {
            lastSnapshot = leavingOut(read());
            return lastSnapshot;
        } catch (SourceException e) {
            dead = fault == Fault.DEAD_AFTER_FAILURE;
            return afterFailure(e);
        }
    }

    private Snapshot leavingOut(Snapshot read) {
        LeftOut.Builder leftOut = LeftOut.builder().add("min_level", "web1", "level 5");
        switch (fault) {
            case REASON_OF_THE_SYSTEM -> leftOut.add("host_web1", "web1", "level 5");
            case REASON_OF_ARGUS_GLUE -> leftOut.add("held", "web1", "level 5");
            default -> {}
        }
        return read.withLeftOut(leftOut.build());
    }

    private Snapshot afterFailure(SourceException e) throws SourceException {
        Snapshot before = lastSnapshot;
        if (fault == Fault.FAILURE_IS_EMPTY) {
            return Snapshot.complete(List.of());
        }
        if (fault == Fault.FAILURE_IS_THE_LAST_SNAPSHOT && before != null) {
            return before;
        }
        if (fault == Fault.SNAPSHOT_THROWS_UNCHECKED) {
            throw new UncheckedIOException(new IOException(e));
        }
        if (fault == Fault.WRONG_PASSWORD_IS_UNREACHABLE) {
            throw SourceException.unreachable("no answer", e);
        }
        throw e;
    }

    private void save() {
        try {
            context.state().put("last", new byte[] {1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Snapshot read() throws SourceException, InterruptedException {
        List<String> failed = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        SourceException failure = null;
        for (String list : List.of("hosts", "services")) {
            try {
                client.list(list).forEach(line -> objects.add(list + "/" + line));
            } catch (SourceException e) {
                if (fault == Fault.INTERRUPT_IS_SWALLOWED) {
                    throw e;
                }
                failure = e;
                failed.add(list + ": " + e.getMessage());
            }
        }
        if (failure != null && failed.size() == 2) {
            throw failure;
        }
        if (fault == Fault.STATIC_CACHE) {
            List<String> cached = shared;
            shared = snapshots == 1 && cached != null ? cached : List.copyOf(objects);
            objects.clear();
            objects.addAll(shared);
        }
        Map<String, List<String>> acks = acknowledgements();
        Map<String, Alert> now = new HashMap<>();
        List<Alert> alerts = new ArrayList<>();
        for (String object : objects) {
            String[] parts = object.split("\\|", -1);
            if (parts.length == 5) {
                boolean skipped = fault == Fault.UNCERTAIN_IS_OVER && parts[3].equals("uncertain");
                if (!skipped) {
                    Alert alert = unchanged(alert(parts, acks.getOrDefault(name(parts[0]), List.of())));
                    now.put(alert.id().key(), alert);
                    alerts.add(alert);
                }
            } else if (fault != Fault.UNREADABLE_OBJECT_IS_SKIPPED) {
                failed.add("'" + object + "' cannot be read");
            }
        }
        if (fault == Fault.ENDED_IS_STILL_OPEN) {
            last.forEach((key, alert) -> {
                if (now.putIfAbsent(key, alert) == null) {
                    alerts.add(alert);
                }
            });
        }
        List<Ending> endings = fault == Fault.ENDED_IS_STILL_OPEN ? List.of() : endings(alerts, now);
        last = now;
        return snapshot(alerts, failed).withEndings(endings);
    }

    private Snapshot snapshot(List<Alert> alerts, List<String> failed) {
        if (failed.isEmpty() || fault == Fault.FAILURE_OF_ONE_LIST_IS_EMPTY) {
            return Snapshot.complete(alerts);
        }
        return Snapshot.partial(
                fault == Fault.PARTIAL_IS_EMPTY ? List.of() : alerts,
                fault == Fault.PARTIAL_WITHOUT_REASON ? "" : String.join("; ", failed));
    }

    private static String name(String path) {
        return path.substring(path.indexOf('/') + 1);
    }

    private Alert unchanged(Alert alert) {
        Alert before = last.get(alert.id().key());
        return before != null && alert.equals(before) ? before : alert;
    }

    /** Returns the acknowledgements of each problem, each as person, time and text. */
    private Map<String, List<String>> acknowledgements() throws SourceException, InterruptedException {
        Map<String, List<String>> found = new HashMap<>();
        if (fault == Fault.ACKS_ARE_NOT_READ) {
            return found;
        }
        try {
            for (String line : client.get("acks").lines()) {
                String[] parts = line.split("\\|", 2);
                found.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
            }
        } catch (SourceException e) {
            if (fault != Fault.FAILURE_OF_ACKS_IS_NO_ACKS) {
                throw e;
            }
        }
        return found;
    }

    private Alert alert(String[] parts, List<String> acks) {
        Instant since = Instant.parse(parts[1]);
        Alert.Builder alert = Alert.builder(id(parts, since), start(since))
                .description(description(parts, since))
                .metadata(
                        fault == Fault.TIME_IN_METADATA
                                ? Map.of("read_at", context.clock().instant().toString())
                                : fault == Fault.SAME_OBJECT_FOR_A_GROWN_LOG ? Map.of() : Map.of("log", parts[4]));
        if (parts[3].equals("uncertain") && fault != Fault.UNCERTAIN_IS_OPEN) {
            alert.held("nobody has heard of it", since);
        }
        if (!(parts[3].equals("uncertain") && fault == Fault.HELD_WITHOUT_TAGS)) {
            alert.tag("host", name(parts[0]));
        }
        if (fault == Fault.TIME_IN_TAG) {
            alert.tag(
                    "read_at",
                    context.clock().instant().truncatedTo(ChronoUnit.MINUTES).toString());
        }
        return alert.acknowledgement(acknowledgement(parts, acks)).build();
    }

    private AlertId id(String[] parts, Instant since) {
        return switch (fault) {
            case ID_IS_RANDOM -> AlertId.unique(UUID.randomUUID().toString());
            case ID_OF_THIS_ADAPTER -> AlertId.unique(parts[0] + since + random);
            case ID_FROM_DESCRIPTION -> AlertId.startedAt(parts[0] + parts[2], since);
            case ID_WITHOUT_OCCURRENCE -> AlertId.unique(parts[0]);
            case KEY_WITH_OCCURRENCE -> AlertId.startedAt(parts[0] + since, since);
            case START_IS_NOW -> AlertId.startedAt(parts[0], context.clock().instant());
            case START_IS_THIS_MINUTE ->
                AlertId.startedAt(parts[0], context.clock().instant().truncatedTo(ChronoUnit.MINUTES));
            case TWO_ALERTS_OF_ONE_ID -> AlertId.unique("host");
            case START_IS_NOT_STABLE -> AlertId.startedAt(parts[0], since.plusSeconds(parts[2].length()));
            default -> AlertId.startedAt(parts[0], since);
        };
    }

    private Instant start(Instant since) {
        return fault == Fault.START_BY_SYSTEM_CLOCK ? Clock.systemUTC().instant() : since;
    }

    private String description(String[] parts, Instant since) {
        String text = name(parts[0]) + " " + parts[2];
        return switch (fault) {
            case AGE_IN_DESCRIPTION ->
                text + " since "
                        + Duration.between(since, context.clock().instant()).toMinutes() + " minutes";
            case COUNTER_IN_DESCRIPTION -> text + ", seen " + snapshots + " times";
            case DESCRIPTION_IS_BLANK -> " ";
            default -> text;
        };
    }

    private @Nullable Acknowledgement acknowledgement(String[] parts, List<String> acks) {
        Alert before = last.get(parts[0]);
        if (acks.isEmpty()) {
            return fault == Fault.ACK_STAYS && before != null
                    ? before.acknowledgement().orElse(null)
                    : null;
        }
        String[] ack = acks.get(0).split("\\|", 3);
        Instant at = fault == Fault.ACK_TIME_MOVES ? context.clock().instant() : Instant.parse(ack[1]);
        Acknowledgement made = Acknowledgement.of(ack[0], at, fault == Fault.ACK_WITHOUT_TEXT ? "" : ack[2]);
        boolean ours = ack[0].equals(BeaconSystem.OURS);
        return (ours && fault != Fault.OWN_ACK_AS_FOREIGN) || fault == Fault.FOREIGN_ACK_AS_OWN
                ? made.fromArgus()
                : made;
    }

    private List<Ending> endings(List<Alert> alerts, Map<String, Alert> now)
            throws SourceException, InterruptedException {
        List<Ending> endings = new ArrayList<>();
        List<String> events = client.get("events").lines();
        for (int i = eventsSeen; i < events.size(); i++) {
            String[] parts = events.get(i).split("\\|", -1);
            Instant ended = switch (fault) {
                case ENDING_BY_SYSTEM_CLOCK -> Clock.systemUTC().instant();
                case ENDING_BEFORE_THE_START -> Instant.parse(parts[2]).minusSeconds(600);
                default -> Instant.parse(parts[3]);
            };
            String key = parts[0] + "/" + (fault == Fault.ENDING_OF_ANOTHER_ALERT ? "other" : parts[1]);
            endings.add(Ending.reported(AlertId.startedAt(key, Instant.parse(parts[2])), ended, "over"));
        }
        eventsSeen = events.size();
        if (fault == Fault.ENDING_OF_FORGOTTEN_IS_REPORTED) {
            last.forEach((key, alert) -> {
                if (!now.containsKey(key)) {
                    endings.add(Ending.reported(alert.id(), context.clock().instant(), "gone"));
                }
            });
        }
        if (fault == Fault.ENDING_OF_OPEN_ALERT) {
            alerts.forEach(alert ->
                    endings.add(Ending.reported(alert.id(), context.clock().instant(), "over")));
        }
        return endings;
    }

    @Override
    public boolean startsAreStable() {
        return true;
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        if (fault == Fault.ADOPT_BLOCKS) {
            BeaconClient.block(config.get());
        }
        if (fault == Fault.ADOPTS_EVERYTHING) {
            return last.values().stream().map(Alert::id).findFirst();
        }
        return fault == Fault.ADOPTS_NOTHING
                ? Optional.empty()
                : incident.tag("beacon").map(last::get).map(Alert::id);
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return Optional.of(feedback);
    }

    @Override
    public Optional<HistorySource> history() {
        return Optional.of(feedback.history());
    }

    @Override
    public Health health() {
        return switch (fault) {
            case HEALTH_THROWS -> throw new IllegalStateException("not connected");
            case HEALTH_BLOCKS -> {
                BeaconClient.block(config.get());
                yield Health.ok();
            }
            case PASSWORD_IN_HEALTH ->
                Health.degraded("cannot log in with " + config.get().password().reveal());
            default -> Health.ok();
        };
    }

    @Override
    public String toString() {
        return "beacon"
                + (fault == Fault.PASSWORD_IN_TO_STRING
                        ? config.get().password().reveal()
                        : "");
    }

    @Override
    public void close() {
        if (fault == Fault.CLOSE_BLOCKS) {
            BeaconClient.block(config.get());
        }
        client.close();
        Thread watching = watcher;
        if (watching != null && fault != Fault.THREAD_IS_LEFT) {
            watching.interrupt();
        } else if (snapshots == 0 && fault == Fault.CLOSE_THROWS_AFTER_FAILED_START) {
            throw new NullPointerException("watcher");
        }
    }
}
