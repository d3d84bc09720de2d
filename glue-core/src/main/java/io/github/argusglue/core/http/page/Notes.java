package io.github.argusglue.core.http.page;

import io.github.argusglue.core.source.SourceStatus;
import io.github.argusglue.core.source.SourceStatus.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a person should know of a source, in sentences. */
final class Notes {
    private static final int MOST_HOLDS = 5;
    private static final int LONGEST = 400;

    private Notes() {}

    static List<String> of(SourceStatus status, Instant now) {
        List<String> notes = new ArrayList<>(wrong(status));
        Trouble last = status.lastTrouble();
        if (notes.isEmpty() && last != null) {
            notes.add("Last trouble, over by now, " + Words.age(last.at(), now) + " ago: "
                    + Words.shorten(last.text(), LONGEST));
        }
        notes.addAll(held(status));
        return notes;
    }

    /** What is wrong now and what to do about it. */
    static List<String> wrong(SourceStatus status) {
        List<String> wrong = new ArrayList<>();
        if (status.argusFault() != null) {
            wrong.add("Argus: " + Words.shorten(status.argusFault(), LONGEST));
        }
        if (status.sourceFault() != null) {
            wrong.add("Source: " + Words.shorten(status.sourceFault(), LONGEST));
        }
        return wrong;
    }

    /** What waits or is left alone, and why. */
    static List<String> held(SourceStatus status) {
        List<String> held = new ArrayList<>();
        status.holds().stream().limit(MOST_HOLDS).forEach(hold -> held.add("Held: " + Words.shorten(hold, LONGEST)));
        if (status.holds().size() > MOST_HOLDS) {
            held.add("… and " + (status.holds().size() - MOST_HOLDS) + " more are held");
        }
        if (status.quiet() > 0) {
            held.add(Words.count(status.quiet(), "alert")
                    + " not shown: people closed the incidents; they come back when they have ended and begin anew");
        }
        if (status.unknown() > 0) {
            held.add(Words.count(status.unknown(), "open incident")
                    + " that nobody recognises left alone: end them by hand, or say 'close_unknown = true'");
        }
        return held;
    }
}
