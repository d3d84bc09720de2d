package org.example.nav;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.WebhookRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows NAV's alerts in Argus. NAV's REST API says which alerts are open. Its event engine, whose stream the export
 * script passes on as webhooks, says that something has changed, and what the API does not: messages.
 */
final class NavAdapter implements SourceAdapter {
    /** Alerts that one snapshot reads one by one, because NAV does not list them any more. */
    private static final int MOST_SINGLE = 200;

    private static final long LONGEST_PAUSE_SECONDS = 16;

    private final NavConfig config;
    private final SourceContext context;
    private final NavApi api;
    private final NavTime times;
    private final AlertMemory memory;
    private final ScheduledExecutorService later;
    private Future<?> nextLook = CompletableFuture.completedFuture(null);
    private long pauseSeconds = 1;

    NavAdapter(NavConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.times = new NavTime(config.zone());
        this.api = new NavApi(config.endpoint(), context, times);
        this.memory = new AlertMemory(context);
        this.later = Executors.newSingleThreadScheduledExecutor(context.threadFactory());
        context.onWebhook(this::take);
    }

    @Override
    public void start() {
        memory.load();
    }

    private void take(WebhookRequest request) {
        List<EngineEvent> events = EngineEvent.read(request.body(), times).stream()
                .filter(event -> config.stateless() || !event.isStateless())
                .toList();
        events.forEach(memory::tell);
        if (!events.isEmpty()) {
            context.requestSnapshot();
        }
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Map<Long, NavAlert> listed = api.alerts(config.stateless());
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        boolean again = false;
        int single = 0;
        for (long id : memory.missing(listed.keySet())) {
            Optional<EngineEvent> end = memory.end(id);
            Optional<Alert> young = memory.shownLessThan(id, config.shownAtLeast());
            if (young.isPresent()) {
                alerts.add(young.get());
                again = true;
            } else if (end.isPresent() && memory.isShown(id)) {
                endings.add(Ending.reported(id(id), end.get().at(), end.get().message()));
                memory.forget(id);
            } else if (single < MOST_SINGLE) {
                single++;
                again |= readSingle(id, listed, alerts, endings);
            } else {
                again = true;
            }
        }
        for (NavAlert alert : listed.values()) {
            again |= memory.end(alert.id()).isPresent() && memory.isAwaited(alert.id());
            show(alert, alerts);
        }
        memory.save();
        api.forgetUnused();
        lookAgain(again);
        return Snapshot.complete(alerts).withEndings(endings);
    }

    /** Reads an alert that NAV does not list. Returns whether the next snapshot has to look at it, too. */
    private boolean readSingle(long id, Map<Long, NavAlert> listed, List<Alert> alerts, List<Ending> endings)
            throws SourceException, InterruptedException {
        NavAlert alert = api.alert(id).orElse(null);
        if (alert == null) {
            boolean soon = memory.isAwaited(id) && !memory.isShown(id);
            if (!soon) {
                memory.forget(id);
            }
            return soon;
        }
        if (alert.stateless() && !memory.isAwaited(id)) {
            // NAV lists it for an hour.
            memory.forget(id);
        } else if (alert.stateless() || alert.isOpen()) {
            listed.put(id, alert);
        } else if (memory.isShown(id)) {
            endings.add(Ending.reported(id(id), alert.end().orElseThrow(), "ended in NAV"));
            memory.forget(id);
        } else if (config.shownAtLeast().isZero()) {
            memory.forget(id);
        } else {
            // It was over before anybody looked.
            show(alert, alerts);
            return true;
        }
        return false;
    }

    private static AlertId id(long id) {
        return AlertId.unique("" + id);
    }

    private void show(NavAlert alert, List<Alert> alerts) throws SourceException, InterruptedException {
        if (!alert.stateless()) {
            Alert shown = alert(alert);
            alerts.add(shown);
            memory.show(alert.id(), shown);
            return;
        }
        if (config.statelessOnMaintenance() || !beganOnMaintenance(alert)) {
            context.post(notice(alert));
        }
    }

    private boolean beganOnMaintenance(NavAlert alert) {
        if (alert.onMaintenance()) {
            memory.seeOnMaintenance(alert.id());
        }
        return memory.beganOnMaintenance(alert.id());
    }

    /** The database lags behind the event engine, by less than a second as a rule. */
    private void lookAgain(boolean again) {
        if (again && nextLook.isDone()) {
            nextLook = later.schedule(context::requestSnapshot, pauseSeconds, TimeUnit.SECONDS);
            pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
        } else if (!again) {
            pauseSeconds = 1;
        }
    }

    private Alert alert(NavAlert alert) throws SourceException, InterruptedException {
        // Maintenance that began after an alert was over has nothing to do with it.
        boolean maintained = alert.isOpen() ? alert.onMaintenance() : beganOnMaintenance(alert);
        Alert.Builder shown = Alert.builder(id(alert.id()), alert.start())
                .description(description(alert))
                .severity(alert.severity())
                .suppressed(maintained ? Suppression.of("on maintenance in NAV") : null)
                .acknowledgement(alert.acknowledgement().orElse(null))
                .detailsUrl(config.endpoint().url().resolve(alert.page()));
        tags(alert).forEach(shown::tag);
        return shown.build();
    }

    private Notice notice(NavAlert alert) throws SourceException, InterruptedException {
        Notice.Builder notice = Notice.builder("" + alert.id(), alert.start())
                .description(description(alert))
                .severity(alert.severity())
                .detailsUrl(config.endpoint().url().resolve(alert.page()));
        tags(alert).forEach(tag -> notice.tag(tag.key(), tag.value()));
        return notice.build();
    }

    /** NAV's message, which only the event engine tells; otherwise the subject and what its type of alert means. */
    private String description(NavAlert alert) {
        String message = memory.message(alert.id()).strip();
        return message.isEmpty() ? alert.subject() + ": " + alert.meaning() : message;
    }

    private List<Tag> tags(NavAlert alert) throws SourceException, InterruptedException {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("event_type", alert.eventType()));
        alert.alertType().ifPresent(type -> tags.add(Tag.of("alert_type", type)));
        if (alert.netbox().isPresent()) {
            tags.addAll(api.netboxTags(alert.netbox().get()));
        }
        if (alert.subjectType().equals("Netbox")) {
            tags.add(Tag.of("host_url", alert.subjectUrl()));
        } else if (alert.subjectType().equals("Interface")) {
            tags.addAll(api.interfaceTags(alert.subid()));
        }
        return tags;
    }

    /** nav-argus-glue numbers its incidents as this adapter does. */
    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        String id = incident.sourceIncidentId();
        return id.matches("[0-9]{1,18}") ? Optional.of(AlertId.unique(id)) : Optional.empty();
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
