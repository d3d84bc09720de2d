package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.Backend;
import io.github.argusglue.plugin.nagios.model.Commands;
import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.Reading;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what people do in Argus to the daemon. Most daemons do not answer commands, so acknowledgements are looked
 * for in later readings and given again a few times.
 */
final class CommandSink implements FeedbackSink {
    private static final Logger log = LoggerFactory.getLogger("nagios");
    private static final int MOST_ATTEMPTS = 3;

    /** How much later than a command a reading must be made to prove that the daemon has not carried it out. */
    private static final Duration TIME_TO_ACT = Duration.ofSeconds(5);

    private final FeedbackConfig config;
    private final Marks marks;
    private final Backend backend;
    private final Commands commands;
    private final Clock clock;
    private final Map<ObjectKey, Sent> unconfirmed = new LinkedHashMap<>();
    private volatile Health health = Health.ok();

    CommandSink(FeedbackConfig config, Marks marks, Backend backend, Commands commands, Clock clock) {
        this.config = config;
        this.marks = marks;
        this.backend = backend;
        this.commands = commands;
        this.clock = clock;
    }

    /** An acknowledgement or a withdrawal that was given to the daemon. */
    private record Sent(Feedback feedback, Instant at, int attempts) {
        boolean acknowledges() {
            return feedback.kind() == Feedback.Kind.ACKNOWLEDGED;
        }
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return config.kinds();
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        ObjectKey key = ObjectKey.parse(feedback.alertId().key());
        Optional<ObjectStatus> status = backend.read(Set.of(key)).objects().stream()
                .filter(object -> object.key().equals(key) && object.state().isProblem())
                .findFirst();
        if (status.isEmpty()) {
            unconfirmed.remove(key);
            log.debug("'{}' has no problem any more: {} ignored", key, feedback.kind());
            return;
        }
        switch (feedback.kind()) {
            case ACKNOWLEDGED -> acknowledge(status.get(), feedback, 1);
            case UNACKNOWLEDGED -> withdraw(status.get(), feedback, 1);
            case TICKET_SET -> ticket(status.get(), feedback);
            case CLOSED, REOPENED -> throw new IllegalArgumentException("not accepted: " + feedback);
        }
    }

    /** Acknowledges, unless somebody has done so in the daemon. */
    private void acknowledge(ObjectStatus status, Feedback feedback, int attempt)
            throws SourceException, InterruptedException {
        ObjectKey key = status.key();
        Optional<Comment> existing = Marks.acknowledgement(status);
        boolean theirs =
                status.isAcknowledged() && existing.filter(marks::isOurs).isEmpty();
        boolean done = existing.filter(comment -> comment.text().contains(marks.of(feedback)))
                .isPresent();
        boolean waits = attempt == 1 && isWaitingFor(key, feedback);
        if (theirs || done || waits) {
            return;
        }
        if (existing.isPresent()) {
            commands.removeAcknowledgement(key, existing.get());
        }
        String text =
                (feedback.text().isBlank() ? "acknowledged in Argus" : feedback.text()) + " " + marks.of(feedback);
        commands.acknowledge(key, author(feedback), text, feedback.until());
        unconfirmed.put(key, new Sent(feedback, clock.instant(), attempt));
    }

    private boolean isWaitingFor(ObjectKey key, Feedback feedback) {
        Sent sent = unconfirmed.get(key);
        return sent != null && sent.feedback().id().equals(feedback.id());
    }

    /** Withdraws our acknowledgement, also one that the daemon has been given but does not show yet. */
    private void withdraw(ObjectStatus status, Feedback feedback, int attempt)
            throws SourceException, InterruptedException {
        Optional<Comment> ours = Marks.acknowledgement(status).filter(marks::isOurs);
        Sent sent = unconfirmed.get(status.key());
        boolean underWay = sent != null && sent.acknowledges();
        if (ours.isPresent() || (underWay && !status.isAcknowledged())) {
            Comment comment =
                    ours.orElseGet(() -> new Comment("", Comment.Kind.ACKNOWLEDGEMENT, "", "", clock.instant()));
            commands.removeAcknowledgement(status.key(), comment);
            unconfirmed.put(status.key(), new Sent(feedback, clock.instant(), attempt));
        }
    }

    private void ticket(ObjectStatus status, Feedback feedback) throws SourceException, InterruptedException {
        String url = feedback.ticketUrl().map(Object::toString).orElse("");
        boolean known = status.comments().stream()
                .anyMatch(comment -> marks.isOurs(comment) && comment.text().contains("ticket " + url + " "));
        if (!url.isEmpty() && !known) {
            commands.comment(status.key(), author(feedback), "ticket " + url + " " + marks.of(feedback));
        }
    }

    private static String author(Feedback feedback) {
        return feedback.actor().isBlank() ? "Argus" : feedback.actor();
    }

    /** Returns the objects whose status is needed to confirm commands. */
    Set<ObjectKey> unconfirmed() {
        return Set.copyOf(unconfirmed.keySet());
    }

    /** Looks for what the daemon was told to do, and tells it again what it has not done. */
    void onReading(Reading reading) throws InterruptedException {
        for (Map.Entry<ObjectKey, Sent> entry : Map.copyOf(unconfirmed).entrySet()) {
            Sent sent = entry.getValue();
            Optional<ObjectStatus> status = reading.objects().stream()
                    .filter(object -> object.key().equals(entry.getKey()))
                    .findFirst();
            if (status.isEmpty() || !status.get().state().isProblem() || isDone(status.get(), sent)) {
                unconfirmed.remove(entry.getKey());
                health = Health.ok();
            } else if (reading.at().isAfter(sent.at().plus(TIME_TO_ACT))) {
                again(status.get(), sent);
            }
        }
    }

    private boolean isDone(ObjectStatus status, Sent sent) {
        Optional<Comment> ours = Marks.acknowledgement(status).filter(marks::isOurs);
        if (!sent.acknowledges()) {
            return ours.isEmpty();
        }
        String mark = marks.of(sent.feedback());
        return status.isAcknowledged()
                && ours.map(comment -> comment.text().contains(mark)).orElse(true);
    }

    private void again(ObjectStatus status, Sent sent) throws InterruptedException {
        if (sent.attempts() >= MOST_ATTEMPTS) {
            unconfirmed.remove(status.key());
            String problem = "a command was given " + MOST_ATTEMPTS + " times and not carried out ("
                    + (sent.acknowledges() ? "acknowledgement of '" : "withdrawal of the acknowledgement of '")
                    + status.key() + "'): check that external commands are enabled (check_external_commands=1)";
            log.warn("{}: {}", backend.name(), problem);
            health = Health.degraded(problem);
            return;
        }
        try {
            if (sent.acknowledges()) {
                acknowledge(status, sent.feedback(), sent.attempts() + 1);
            } else {
                withdraw(status, sent.feedback(), sent.attempts() + 1);
            }
        } catch (SourceException e) {
            health = Health.degraded("cannot give a command again: " + e.getMessage());
        }
    }

    Health health() {
        return health;
    }
}
