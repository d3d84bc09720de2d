package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what people do in Argus to the daemon, and recognizes it there by the marks at the end of comments. Most
 * daemons do not answer commands, so acknowledgements are looked for in later readings and given again a few times.
 */
final class CommandSink implements FeedbackSink {
    private static final Logger log = LoggerFactory.getLogger("nagios");
    private static final int MOST_ATTEMPTS = 3;
    private static final String MARK = "[argus-glue ";

    /** How old a reading may be to decide by it, and how much later than a command to prove that it had no effect. */
    private static final Duration LAG = Duration.ofSeconds(5);

    private final AlertConfig config;
    private final Backend backend;
    private final SourceContext context;
    private final String mark;
    private final Map<ObjectKey, Sent> unconfirmed = new LinkedHashMap<>();

    /** The last reading, without the objects that feedback was about since: a command changes their status. */
    private final Map<ObjectKey, ObjectStatus> fresh = new HashMap<>();

    private Instant freshUntil = Instant.MIN;
    private volatile Health health = Health.ok();

    CommandSink(AlertConfig config, Backend backend, SourceContext context) {
        this.config = config;
        this.backend = backend;
        this.context = context;
        this.mark = MARK + context.installation() + " " + context.sourceName() + " ";
    }

    /** An acknowledgement or a withdrawal that was given to the daemon. */
    private record Sent(Feedback feedback, Instant at, int attempts) {}

    @Override
    public Set<Feedback.Kind> accepts() {
        Set<Feedback.Kind> kinds =
                EnumSet.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED, Feedback.Kind.TICKET_SET);
        kinds.removeIf(kind -> kind == Feedback.Kind.TICKET_SET ? !config.tickets() : !config.acknowledge());
        return kinds;
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        ObjectKey key = ObjectKey.parse(feedback.alertId().key());
        boolean stale = context.clock().instant().isAfter(freshUntil);
        if (stale || !commands().areAnswered() || !fresh.containsKey(key)) {
            keep(backend.read(Set.of(key)));
        }
        ObjectStatus status = fresh.remove(key);
        Sent before = unconfirmed.get(key);
        if (status == null || !status.state().isProblem()) {
            unconfirmed.remove(key);
            log.debug("'{}' has no problem any more: {} ignored", key, feedback.kind());
        } else if (feedback.kind() == Feedback.Kind.TICKET_SET) {
            ticket(status, feedback);
        } else if ((before == null || !before.feedback().id().equals(feedback.id())) && !isDone(status, feedback)) {
            give(status, feedback, 1);
        }
    }

    private Commands commands() throws SourceException {
        String problem = backend.name() + ": no command can be given in this way";
        return backend.commands().orElseThrow(() -> SourceException.unreachable(problem, null));
    }

    private void keep(Reading reading) {
        fresh.clear();
        reading.objects().forEach(status -> fresh.put(status.key(), status));
        freshUntil = context.clock().instant().plus(LAG);
    }

    /** Acknowledges, or withdraws our acknowledgement. */
    private void give(ObjectStatus status, Feedback feedback, int attempt)
            throws SourceException, InterruptedException {
        ObjectKey key = status.key();
        Optional<Comment> ours = ours(status);
        if (ours.isPresent() || !acknowledges(feedback)) {
            Comment notShownYet = new Comment("", Comment.Kind.ACKNOWLEDGEMENT, "", "", Instant.EPOCH);
            commands().removeAcknowledgement(key, ours.orElse(notShownYet));
        }
        if (acknowledges(feedback)) {
            String text = feedback.text().isBlank() ? "acknowledged in Argus" : feedback.text();
            commands().acknowledge(key, author(feedback), text + " " + mark(feedback), feedback.until());
        }
        unconfirmed.put(key, new Sent(feedback, context.clock().instant(), attempt));
    }

    /** Returns whether the daemon shows what a feedback wants, or an acknowledgement that is not ours to change. */
    private boolean isDone(ObjectStatus status, Feedback feedback) {
        Optional<Comment> ours = ours(status);
        if (acknowledges(feedback)) {
            String wanted = mark(feedback);
            return status.isAcknowledged()
                    && ours.map(comment -> comment.text().contains(wanted)).orElse(true);
        }
        // Our acknowledgement may have been given and not be shown yet.
        Sent before = unconfirmed.get(status.key());
        boolean underWay = before != null && acknowledges(before.feedback()) && !status.isAcknowledged();
        return ours.isEmpty() && !underWay;
    }

    private Optional<Comment> ours(ObjectStatus status) {
        return acknowledgement(status).filter(this::isOurs);
    }

    private String mark(Feedback feedback) {
        return mark + feedback.id() + "]";
    }

    private boolean isOurs(Comment comment) {
        return comment.text().contains(mark);
    }

    private static boolean acknowledges(Feedback feedback) {
        return feedback.kind() == Feedback.Kind.ACKNOWLEDGED;
    }

    private void ticket(ObjectStatus status, Feedback feedback) throws SourceException, InterruptedException {
        String text = "ticket " + feedback.ticketUrl().map(Object::toString).orElse("") + " ";
        boolean known = status.comments().stream()
                .anyMatch(comment -> isOurs(comment) && comment.text().contains(text));
        if (feedback.ticketUrl().isPresent() && !known) {
            commands().comment(status.key(), author(feedback), text + mark(feedback));
        }
    }

    private static String author(Feedback feedback) {
        return feedback.actor().isBlank() ? "Argus" : feedback.actor();
    }

    /** Looks for what the daemon was told to do, and tells it again what it has not done. */
    void onReading(Reading reading) throws InterruptedException {
        keep(reading);
        for (Map.Entry<ObjectKey, Sent> entry : List.copyOf(unconfirmed.entrySet())) {
            ObjectStatus status = fresh.get(entry.getKey());
            Sent sent = entry.getValue();
            if (status == null || !status.state().isProblem() || isDone(status, sent.feedback())) {
                unconfirmed.remove(entry.getKey());
                health = Health.ok();
            } else if (reading.at().isAfter(sent.at().plus(LAG))) {
                fresh.remove(entry.getKey());
                giveAgain(status, sent);
            }
        }
    }

    private void giveAgain(ObjectStatus status, Sent sent) throws InterruptedException {
        if (sent.attempts() < MOST_ATTEMPTS) {
            try {
                give(status, sent.feedback(), sent.attempts() + 1);
            } catch (SourceException e) {
                health = Health.degraded("cannot give a command again: " + e.getMessage());
            }
            return;
        }
        unconfirmed.remove(status.key());
        String what = acknowledges(sent.feedback()) ? "acknowledgement" : "withdrawal of the acknowledgement";
        String problem = "a command was given " + MOST_ATTEMPTS + " times and not carried out (" + what + " of '"
                + status.key() + "'): check that external commands are enabled (check_external_commands=1)";
        log.warn("{}: {}", backend.name(), problem);
        health = Health.degraded(problem);
    }

    /** Returns whether any argus-glue has written a comment: what it says comes from Argus. */
    static boolean isFromArgus(Comment comment) {
        return comment.text().contains(MARK);
    }

    static String withoutMark(Comment comment) {
        int mark = comment.text().lastIndexOf(MARK);
        return (mark < 0 ? comment.text() : comment.text().substring(0, mark)).strip();
    }

    /** Returns the comment of the acknowledgement that is in force; empty if there is none. */
    static Optional<Comment> acknowledgement(ObjectStatus status) {
        // Comments of the same second are in the order of their numbers.
        return status.comments().stream()
                .filter(comment -> status.isAcknowledged() && comment.kind() == Comment.Kind.ACKNOWLEDGEMENT)
                .max(Comparator.comparing(Comment::at)
                        .thenComparingInt(comment -> comment.id().length())
                        .thenComparing(Comment::id));
    }

    Health health() {
        return health;
    }
}
