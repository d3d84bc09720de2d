package io.github.argusglue.core.http.page;

import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.LastProblem;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.token.RenewalStep;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems and notes of a source, as sentences. */
final class Problems {
    private static final int MAX_HOLDS = 5;
    private static final int MAX_LENGTH = 400;

    private Problems() {}

    static List<String> of(SourceView source, SourceStatus status, @Nullable TokenReport token, Instant now) {
        List<String> notes = new ArrayList<>(rehearsed(source, now));
        if (!notes.isEmpty()) {
            notes.addAll(token(token));
            return notes;
        }
        notes.addAll(wrong(status, now));
        notes.addAll(token(token));
        LastProblem last = status.lastProblem();
        if (notes.isEmpty() && last != null) {
            notes.add("Last problem, now resolved, " + Format.age(last.at(), now) + " ago: "
                    + Format.shorten(last.text(), MAX_LENGTH));
        }
        notes.addAll(held(status));
        return notes;
    }

    /** The result of the last rehearsal of a source on standby. */
    static List<String> rehearsed(SourceView source, Instant now) {
        return source
                .rehearsal()
                .map(last -> (last.passed() ? "Rehearsed " : "COULD NOT TAKE OVER, tested ")
                        + Format.age(last.at(), now) + " ago: " + Format.shorten(last.text(), MAX_LENGTH))
                .stream()
                .toList();
    }

    /** Current problems and what to do about them. */
    static List<String> wrong(SourceStatus status, Instant now) {
        List<String> wrong = new ArrayList<>();
        if (status.argusFault() != null) {
            wrong.add("Argus: " + Format.shorten(status.argusFault(), MAX_LENGTH));
            if (status.tokenRefused() && status.pending() > 0) {
                wrong.add(Format.count(status.pending(), "change")
                        + " cannot be delivered until Argus accepts the token; argus-glue keeps reading the source");
            }
        }
        if (status.sourceFault() != null) {
            wrong.add("Source: " + Format.shorten(status.sourceFault(), MAX_LENGTH));
        }
        String overdue = status.overdue(now);
        if (overdue != null && status.sourceFault() == null) {
            wrong.add("Source: " + overdue);
        }
        if (status.notice() != null) {
            wrong.add("Source: " + Format.shorten(status.notice(), MAX_LENGTH));
        }
        status.degraded().forEach(part -> wrong.add("Degraded: " + Format.shorten(part, MAX_LENGTH)));
        SourceStatus.Vitals vitals = status.vitals();
        if (vitals.feedbackFault() != null) {
            wrong.add("Feedback: " + Format.shorten(vitals.feedbackFault(), MAX_LENGTH)
                    + more(vitals.feedbackWaiting() - 1));
        }
        if (vitals.hanging() > 0) {
            wrong.add(Format.count(vitals.hanging(), "adapter")
                    + " did not return when closed; report this to the plugin's author");
        }
        return wrong;
    }

    private static String more(int others) {
        return others > 0 ? " (" + Format.number(others) + " more wait)" : "";
    }

    /** Warnings about the source's token, and what to do. */
    static List<String> token(@Nullable TokenReport token) {
        List<String> notes = new ArrayList<>();
        if (token == null || !token.isWarning()) {
            return notes;
        }
        String todo = token.instruction() == null ? "" : ". To do: " + token.instruction();
        if (token.step() != RenewalStep.FINE || token.instruction() != null) {
            notes.add("Token: " + token.outlook() + todo);
        }
        if (token.trouble() != null && !token.trouble().equals(token.instruction())) {
            notes.add("Token: " + token.trouble());
        }
        return notes;
    }

    /** What is held or left alone, and why. */
    static List<String> held(SourceStatus status) {
        List<String> held = new ArrayList<>();
        SourceStatus.Missing missing = status.missing();
        if (missing != null && missing.scopes().isEmpty()) {
            held.add("The last snapshot is partial: " + Format.shorten(missing.text(), MAX_LENGTH));
        }
        status.holds().stream().limit(MAX_HOLDS).forEach(hold -> held.add("Held: " + Format.shorten(hold, MAX_LENGTH)));
        if (status.holds().size() > MAX_HOLDS) {
            held.add("… and " + (status.holds().size() - MAX_HOLDS) + " more held");
        }
        if (status.quiet() > 0) {
            held.add(Format.count(status.quiet(), "alert")
                    + " not shown because people closed the incidents; they are shown again if they end"
                    + " and start again");
        }
        if (status.unknown() > 0) {
            held.add(Format.count(status.unknown(), "open incident")
                    + " left alone because they match no alert; close them by hand, or set 'close_unknown = true'");
        }
        return held;
    }
}
