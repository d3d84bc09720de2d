package io.github.argusglue.core.http.page;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.LastProblem;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.token.RenewalStep;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to say about a source. */
final class Problems {
    private static final int MAX_HOLDS = 5;
    private static final int MAX_LENGTH = 400;

    private Problems() {}

    /** Returns all notes about a source, the most urgent first. */
    static List<Note> of(SourceView source, @Nullable ClusterStatus cluster, @Nullable TokenReport token, Instant now) {
        SourceStatus status = source.status();
        List<Note> notes = new ArrayList<>();
        source.hangReason().ifPresent(hang -> notes.add(Note.bad("argus-glue: " + hang)));
        if (cluster != null && cluster.withoutOwner().contains(status.source())) {
            notes.add(Note.bad("No process of the cluster owns this source, so nobody keeps it in step"));
        }
        Optional<Note> rehearsed = source.rehearsal().map(last -> rehearsed(last, now));
        if (rehearsed.isPresent()) {
            // It says what matters: the problems of an active source do not, on standby.
            notes.add(rehearsed.get());
            notes.addAll(token(token));
            return notes;
        }
        notes.addAll(wrong(status, now));
        notes.addAll(token(token));
        notes.addAll(held(status));
        return notes;
    }

    private static Note rehearsed(Rehearsal last, Instant now) {
        String rest = Format.age(last.at(), now) + " ago: " + Format.shorten(last.text(), MAX_LENGTH);
        return last.passed() ? Note.info("Rehearsed " + rest) : Note.bad("COULD NOT TAKE OVER, tested " + rest);
    }

    /** The last problem of a source that has none now; empty if it has one, or never had one. */
    static Optional<Note> resolved(SourceStatus status, Instant now) {
        LastProblem last = status.lastProblem();
        boolean lasts = status.sourceFault() != null
                || status.argusFault() != null
                || !status.degraded().isEmpty();
        return last == null || lasts
                ? Optional.empty()
                : Optional.of(Note.info("Last problem, now resolved, " + Format.age(last.at(), now) + " ago: "
                        + Format.shorten(last.text(), MAX_LENGTH)));
    }

    /** Current problems and what to do about them. */
    private static List<Note> wrong(SourceStatus status, Instant now) {
        List<Note> wrong = new ArrayList<>();
        if (status.argusFault() != null) {
            wrong.add(Note.bad("Argus: " + Format.shorten(status.argusFault(), MAX_LENGTH)));
            if (status.tokenRefused() && status.pending() > 0) {
                wrong.add(Note.bad(Format.count(status.pending(), "change")
                        + " cannot be delivered until Argus accepts the token; argus-glue keeps reading the source"));
            }
        }
        if (status.sourceFault() != null) {
            wrong.add(Note.bad("Source: " + Format.shorten(status.sourceFault(), MAX_LENGTH)));
        }
        String overdue = status.overdue(now);
        if (overdue != null && status.sourceFault() == null) {
            wrong.add(Note.bad("Source: " + overdue));
        }
        if (status.notice() != null) {
            wrong.add(Note.warn("Source: " + Format.shorten(status.notice(), MAX_LENGTH)));
        }
        status.degraded().forEach(part -> wrong.add(Note.warn("Degraded: " + Format.shorten(part, MAX_LENGTH))));
        SourceStatus.Vitals vitals = status.vitals();
        if (vitals.feedbackFault() != null) {
            wrong.add(Note.warn("Feedback: " + Format.shorten(vitals.feedbackFault(), MAX_LENGTH)
                    + more(vitals.feedbackWaiting() - 1)));
        }
        if (vitals.hanging() > 0) {
            wrong.add(Note.warn(Format.count(vitals.hanging(), "adapter")
                    + " did not return when closed; report this to the plugin's author"));
        }
        return wrong;
    }

    private static String more(int others) {
        return others > 0 ? " (" + Format.number(others) + " more wait)" : "";
    }

    /** Warnings about the source's token, and what to do. */
    private static List<Note> token(@Nullable TokenReport token) {
        List<Note> notes = new ArrayList<>();
        if (token == null || !token.isWarning()) {
            return notes;
        }
        String todo = token.instruction() == null ? "" : ". To do: " + token.instruction();
        if (token.step() != RenewalStep.FINE || token.instruction() != null) {
            notes.add(Note.warn("Token: " + token.outlook() + todo));
        }
        if (token.trouble() != null && !token.trouble().equals(token.instruction())) {
            notes.add(Note.warn("Token: " + token.trouble()));
        }
        return notes;
    }

    /** What is held or left alone, and why. */
    private static List<Note> held(SourceStatus status) {
        List<Note> held = new ArrayList<>();
        SourceStatus.Missing missing = status.missing();
        if (missing != null && missing.scopes().isEmpty()) {
            held.add(Note.warn("The last snapshot is partial: " + Format.shorten(missing.text(), MAX_LENGTH)));
        }
        status.holds().stream()
                .limit(MAX_HOLDS)
                .forEach(hold -> held.add(Note.warn("Held: " + Format.shorten(hold, MAX_LENGTH))));
        if (status.holds().size() > MAX_HOLDS) {
            held.add(Note.warn("… and " + (status.holds().size() - MAX_HOLDS) + " more held"));
        }
        if (status.quiet() > 0) {
            held.add(Note.info(Format.count(status.quiet(), "alert")
                    + " not shown because people closed the incidents; they are shown again if they end"
                    + " and start again"));
        }
        if (status.unknown() > 0) {
            held.add(Note.info(Format.count(status.unknown(), "open incident")
                    + " left alone because they match no alert; close them by hand, or set 'close_unknown = true'"));
        }
        return held;
    }
}
