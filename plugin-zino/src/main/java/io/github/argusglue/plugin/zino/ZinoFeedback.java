package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies to Zino what people do in Argus. It first checks the state of the case, so the same feedback may be delivered
 * any number of times, and a later change by an operator in Zino is not undone.
 */
final class ZinoFeedback implements FeedbackSink {
    private static final Logger log = LoggerFactory.getLogger("zino");

    /** Maximum difference between the clocks of Argus and Zino. */
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private final FeedbackConfig config;
    private final String user;
    private final ZinoCommands commands;

    ZinoFeedback(FeedbackConfig config, String user, ZinoCommands commands) {
        this.config = config;
        this.user = user;
        this.commands = commands;
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return config.feedbackKinds();
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        Optional<ZinoCase> zinoCase = commands.readCase(feedback.alertId());
        if (zinoCase.isEmpty()) {
            log.debug("Zino has no case for alert '{}': {} ignored", feedback.alertId(), feedback.kind());
            return;
        }
        CaseFeedback update = new CaseFeedback(
                feedback,
                zinoCase.get(),
                commands.readLog("GETHIST", ZinoReply.HISTORY, zinoCase.get().number()));
        switch (feedback.kind()) {
            case ACKNOWLEDGED -> acknowledge(update);
            case UNACKNOWLEDGED -> withdraw(update);
            case TICKET_SET -> ticket(update);
            case CLOSED -> close(update);
            case REOPENED -> reopen(update);
        }
    }

    /** A feedback with the current state of its case. */
    private record CaseFeedback(Feedback feedback, ZinoCase zinoCase, List<CaseLogEntry> history) {
        long number() {
            return zinoCase.number();
        }

        Instant earliestNote() {
            return feedback.at().minus(MAX_CLOCK_DIFFERENCE);
        }
    }

    private void acknowledge(CaseFeedback update) throws SourceException, InterruptedException {
        Optional<String> target = config.acknowledge().state();
        if (target.isEmpty() || update.zinoCase().isClosed()) {
            return;
        }
        List<String> text = NoteText.acknowledged(
                update.feedback().text(), update.feedback().actor());
        int from = 1 + lastNote(update.history(), NoteText::isWithdrawal);
        noteAndSetState(
                update, text, from, target.get(), update.zinoCase().state().equals(ZinoCase.OPEN));
    }

    private void close(CaseFeedback update) throws SourceException, InterruptedException {
        if (update.zinoCase().isClosed()) {
            return;
        }
        List<String> text =
                NoteText.closed(update.feedback().text(), update.feedback().actor());
        noteAndSetState(update, text, 0, ZinoCase.CLOSED, true);
    }

    /** @param from index in the history from which to search for the note */
    private void noteAndSetState(CaseFeedback update, List<String> text, int from, String state, boolean mayChange)
            throws SourceException, InterruptedException {
        int noted = indexOfNote(update, text, from);
        if (noted < 0) {
            addNote(update.number(), text);
        } else if (hasStateChange(
                update.history().subList(noted, update.history().size()))) {
            return; // A later change of state was made by us, or by an operator who must not be overruled.
        }
        if (mayChange) {
            setState(update.number(), state);
        }
    }

    private static boolean hasStateChange(List<CaseLogEntry> history) {
        return history.stream().anyMatch(line -> line.change().isPresent());
    }

    /** Resets the state if it is still the one that an acknowledgement set. */
    private void withdraw(CaseFeedback update) throws SourceException, InterruptedException {
        int changed = CaseLogEntry.lastChange(update.history());
        boolean changedByUs = changed >= 0
                && update.history()
                        .get(changed)
                        .change()
                        .filter(change -> change.user().equals(user))
                        .isPresent();
        if (!changedByUs
                || !update.zinoCase()
                        .state()
                        .equals(config.acknowledge().state().orElse(""))) {
            return;
        }
        List<String> text =
                NoteText.withdrawn(update.feedback().text(), update.feedback().actor());
        if (indexOfNote(update, text, changed) < 0) {
            addNote(update.number(), text);
        }
        setState(update.number(), ZinoCase.OPEN);
    }

    private void ticket(CaseFeedback update) throws SourceException, InterruptedException {
        Optional<URI> url = update.feedback().ticketUrl();
        if (url.isEmpty()
                || update.history().stream()
                        .anyMatch(line -> line.text().contains(url.get().toString()))) {
            return;
        }
        addNote(
                update.number(),
                NoteText.ticket(url.get().toString(), update.feedback().actor()));
    }

    /** Zino cannot reopen a case, so a note tells operators there about it. */
    private void reopen(CaseFeedback update) throws SourceException, InterruptedException {
        List<String> text = NoteText.reopened(
                update.feedback().text(),
                update.feedback().actor(),
                update.zinoCase().isClosed());
        if (indexOfNote(update, text, 0) < 0) {
            addNote(update.number(), text);
        }
    }

    private int indexOfNote(CaseFeedback update, List<String> text, int from) {
        String wanted = String.join("\n", text);
        for (int i = update.history().size() - 1; i >= from; i--) {
            CaseLogEntry line = update.history().get(i);
            // Any author counts: the service that applied feedback before may have had another user name in Zino.
            if (line.isNote()
                    && !line.at().isBefore(update.earliestNote())
                    && line.text().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private int lastNote(List<CaseLogEntry> history, Predicate<String> text) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).isNoteBy(user) && text.test(history.get(i).text())) {
                return i;
            }
        }
        return -1;
    }

    private void addNote(long number, List<String> text) throws SourceException, InterruptedException {
        String command = "ADDHIST " + number;
        commands.runOnce(session -> {
            ZinoReply reply = session.executeWithText(command, text);
            if (!reply.isUnknownCase()) {
                session.requireCode(ZinoReply.DONE, command, reply);
            }
            return reply;
        });
    }

    private void setState(long number, String state) throws SourceException, InterruptedException {
        String command = "SETSTATE " + number + " " + state;
        commands.runOnce(session -> {
            ZinoReply reply = session.execute(command);
            if (!reply.isUnknownCase() && !reply.isReopenRefused()) {
                session.requireCode(ZinoReply.DONE, command, reply);
            }
            return reply;
        });
    }
}
