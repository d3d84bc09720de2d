package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which alarms are open, from one search to the next: Marvis alarms by their state, infrastructure alarms by pairs. */
final class AlarmAlerts {
    static final String SCOPE = "alarms";

    /** Older events are not shown when the first search finds them: they were shown, or are of no use any more. */
    private static final Duration NEWS = Duration.ofHours(1);

    private final MistConfig config;
    private final AlertMapper mapper;
    private final Consumer<Notice> post;
    private final Set<String> posted = new HashSet<>();

    /** Open alarms by the key of their alert. */
    private Map<String, Open> open = Map.of();

    /** An open alarm. */
    private record Open(Alert alert, Alarm alarm, List<String> macs) {}

    /** @param post is given alarms without an end */
    AlarmAlerts(MistConfig config, AlertMapper mapper, Consumer<Notice> post) {
        this.config = config;
        this.mapper = mapper;
        this.post = post;
    }

    Part update(Listing<Alarm> search, Instant now) {
        Map<String, Open> before = open;
        Map<String, Open> after = new LinkedHashMap<>();
        Map<String, Ending> ended = new LinkedHashMap<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        AlarmEvents events = new AlarmEvents();
        for (Alarm alarm : search.rows()) {
            if (config.alarms().isMarvis(alarm)) {
                marvis(alarm, now, before, after, ended);
            } else {
                AlarmPairs.problemOf(alarm.type())
                        .filter(problem -> config.alarms().isPaired(problem, config.devices()))
                        .ifPresent(problem -> events.add(problem, alarm));
                if (alarm.state() == Alarm.State.OPEN && !config.alarms().isNotice(alarm)) {
                    leftOut.add("alarm_types", "alarm:" + alarm.id(), "alarm of type " + alarm.type());
                }
            }
        }
        for (Alarm problem : events.open()) {
            String key = AlarmEvents.key(problem);
            Open known = before.get(key);
            Instant since =
                    known == null ? events.start(problem) : known.alert().startedAt();
            after.put(key, opened(problem, AlertId.startedAt(key, since), since, known));
        }
        events.recoveries().forEach((key, recovery) -> {
            Open known = before.get(key);
            if (known != null && !after.containsKey(key)) {
                ended.put(key, Ending.reported(known.alert().id(), recovery.lastSeen(), recovery.type()));
            }
        });
        notices(search, now);
        return part(search, before, after, ended, leftOut.build(), now);
    }

    private void marvis(
            Alarm alarm, Instant now, Map<String, Open> before, Map<String, Open> after, Map<String, Ending> ended) {
        AlertId id = AlertId.unique("alarm:" + alarm.id());
        Open known = before.get(id.key());
        if (alarm.state() == Alarm.State.OPEN) {
            after.put(id.key(), opened(alarm, id, alarm.since(), known));
        } else if (alarm.state() == Alarm.State.RESOLVED && known != null) {
            Instant at = Optional.ofNullable(alarm.resolvedAt()).orElse(now);
            ended.put(id.key(), Ending.reported(id, at, "resolved"));
        }
    }

    private Open opened(Alarm alarm, AlertId id, Instant since, @Nullable Open known) {
        List<String> macs = known == null ? alarm.macs() : known.macs();
        Alert alert = mapper.alarm(alarm, id, since, macs).scope(SCOPE).build();
        return new Open(known != null && alert.equals(known.alert()) ? known.alert() : alert, alarm, macs);
    }

    private Part part(
            Listing<Alarm> search,
            Map<String, Open> before,
            Map<String, Open> after,
            Map<String, Ending> ended,
            LeftOut leftOut,
            Instant now) {
        List<Alert> alerts = after.values().stream().map(Open::alert).toList();
        Map<String, Open> remembered = new LinkedHashMap<>(after);
        before.forEach((key, known) -> {
            if (after.containsKey(key) || ended.containsKey(key)) {
                return;
            } else if (search.doubt() != null) {
                remembered.put(key, known);
            } else {
                ended.put(key, Ending.inferred(known.alert().id(), now, "no longer among the alarms of Mist"));
            }
        });
        open = remembered;
        return new Part(alerts, List.copyOf(ended.values()), leftOut, search.doubt());
    }

    private void notices(Listing<Alarm> search, Instant now) {
        Set<String> listed = new HashSet<>();
        for (Alarm alarm : search.rows()) {
            if (config.alarms().isNotice(alarm)) {
                listed.add(alarm.id());
                if (alarm.since().isAfter(now.minus(NEWS)) && posted.add(alarm.id())) {
                    post.accept(mapper.notice(alarm));
                }
            }
        }
        if (search.doubt() == null) {
            posted.retainAll(listed);
        }
    }

    /** Returns the alarm that an alert stands for; empty if it is not open any more. */
    Optional<Alarm> alarm(AlertId alert) {
        return Optional.ofNullable(open.get(alert.key())).map(Open::alarm);
    }

    /** Returns when the oldest open alarm was raised; empty if none is open. */
    Optional<Instant> oldest() {
        return open.values().stream().map(known -> known.alarm().since()).min(Instant::compareTo);
    }
}
