package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Acknowledges alarms in Mist when people do so in Argus. What somebody acknowledged in Mist is left alone. */
final class AckSink implements FeedbackSink {
    private static final String MARK = "[argus-glue ";
    private static final int LONGEST_TEXT = 200;

    private final MistApi api;
    private final String mark;
    private final Function<AlertId, Optional<Alarm>> alarms;

    /** What was written since the last search, by the id of the alarm: its note, or nothing. */
    private final Map<String, String> written = new HashMap<>();

    /** @param alarms returns the alarm of an alert, as it was at the last search */
    AckSink(MistApi api, SourceContext context, Function<AlertId, Optional<Alarm>> alarms) {
        this.api = api;
        this.mark = MARK + context.installation() + " " + context.sourceName() + "]";
        this.alarms = alarms;
    }

    /** Returns whether an acknowledgement with this note was made by argus-glue. */
    static boolean isOurs(String note) {
        return note.contains(MARK);
    }

    /** A new search has shown what was written. */
    void forget() {
        written.clear();
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return EnumSet.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED);
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        Alarm alarm = alarms.apply(feedback.alertId()).orElse(null);
        if (alarm == null) {
            return; // A device, which cannot be acknowledged in Mist, or an alarm that is over.
        }
        boolean acknowledged = alarm.acknowledgedAt() != null;
        String note = written.getOrDefault(alarm.id(), acknowledged ? alarm.note() : "");
        boolean ofAnother = acknowledged && !alarm.note().contains(mark);
        if (feedback.kind() == Feedback.Kind.ACKNOWLEDGED) {
            String wanted = note(feedback);
            if (!ofAnother && !note.equals(wanted)) {
                api.acknowledge("ack", alarm.id(), wanted);
                written.put(alarm.id(), wanted);
            }
        } else if (note.contains(mark)) {
            api.acknowledge("unack", alarm.id(), mark);
            written.put(alarm.id(), "");
        }
    }

    private String note(Feedback feedback) {
        String text = feedback.text().replaceAll("\\p{Cntrl}+", " ").strip();
        String actor = feedback.actor().isEmpty() ? "Argus" : feedback.actor();
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        return actor + ": " + cut + " " + mark;
    }
}
