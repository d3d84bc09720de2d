package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledgements in Argus as silences in Alertmanager, and the other way round.
 *
 * <p>What argus-glue has made shows in the comment, so nothing of it is kept: an acknowledgement that is delivered
 * twice makes one silence, also after a restart, and no silence that was made of an acknowledgement becomes one again.
 * What a process finds at its start it goes on renewing: the core remembers what it has delivered, and says what was
 * withdrawn meanwhile. A silence of ours that people end in Alertmanager is not made again.
 */
final class AckSilences implements FeedbackSink {
    private static final Logger log = LoggerFactory.getLogger("alertmanager");

    private final SourceContext context;
    private final SilenceKeys config;
    private final Access access;
    private final Function<String, Optional<United>> alerts;
    /** Until when each alert is acknowledged that we know to be; the far future for no end. */
    private final Map<String, Instant> acked = new HashMap<>();

    private Map<String, Silence> byId = new HashMap<>();
    private boolean mayHaveOwn;
    private boolean adopted;

    /** How silences are reached; may have to be made first. */
    @FunctionalInterface
    interface Access {
        SilenceStore store() throws SourceException;
    }

    /** Tells of which keys it is known that the alert is over. */
    @FunctionalInterface
    interface IsOver {
        boolean test(String key);
    }

    /** @param alerts finds what was listed last under a key; empty if it is over */
    AckSilences(SourceContext context, SilenceKeys config, Access access, Function<String, Optional<United>> alerts) {
        this.context = context;
        this.config = config;
        this.access = access;
        this.alerts = alerts;
        this.mayHaveOwn = config.silenceAcks();
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return EnumSet.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED);
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException {
        String key = feedback.alertId().key();
        if (feedback.kind() == Feedback.Kind.UNACKNOWLEDGED) {
            acked.remove(key);
            lift(access.store(), access.store().list(), feedback);
        } else if (feedback.kind() == Feedback.Kind.ACKNOWLEDGED) {
            Optional<United> alert = alerts.apply(key);
            if (alert.isPresent() && !alert.get().labels().isEmpty()) {
                Instant until = feedback.until()
                        .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(Instant.MAX);
                acked.put(key, until);
                silence(alert.get(), feedback, until);
                mayHaveOwn = true;
            }
        }
    }

    private void silence(United alert, Feedback ack, Instant until) throws SourceException {
        SilenceStore store = access.store();
        SilenceStore.Listing listing = store.list();
        Instant endsAt = end(listing.now(), until);
        if (!endsAt.isAfter(listing.now())) {
            return;
        }
        List<Silence> own = own(listing, ack);
        if (own.isEmpty()) {
            String who = ack.actor().isBlank() ? "argus-glue" : ack.actor() + " (Argus)";
            String startsAt = listing.now().toString();
            store.put(listing.member(), "", alert.labels(), new Silence("", true, who, comment(ack), startsAt, endsAt));
            log.info("alert {} is acknowledged in Argus{}: silenced until {}", alert.key(), by(ack), endsAt);
        } else if (!isMarkedOurs(own.get(0))) {
            Silence silence = own.get(0);
            extend(store, listing, alert, silence, comment(ack));
            log.info("silence {} of alert {} is ours from now on", silence.id(), alert.key());
        } else if (isDue(own.get(0), listing.now(), until)) {
            extend(store, listing, alert, own.get(0), own.get(0).comment());
        }
    }

    private String comment(Feedback ack) {
        String link = link(ack).isEmpty() ? "" : ", " + link(ack);
        return words(ack) + link + " " + mark(ack.alertId().key());
    }

    private static String words(Feedback ack) {
        return "Acknowledged in Argus" + by(ack)
                + (ack.text().isBlank() ? "" : ": " + ack.text().strip());
    }

    private static String by(Feedback ack) {
        return ack.actor().isBlank() ? "" : " by " + ack.actor();
    }

    /** Returns the page of the incident; empty if it is not known. */
    private String link(Feedback feedback) {
        return feedback.incident() == 0
                ? ""
                : context.argusUrl()
                        .resolve("incidents/" + feedback.incident() + "/")
                        .toString();
    }

    private Silence.Mark mark(String key) {
        return new Silence.Mark(context.installation(), context.sourceName(), key);
    }

    private boolean isMarkedOurs(Silence silence) {
        return silence.mark()
                .filter(mark -> mark.installation().equals(context.installation())
                        && mark.source().equals(context.sourceName()))
                .isPresent();
    }

    /** A silence does not outlast the acknowledgement it was made of. */
    private Instant end(Instant now, Instant until) {
        Instant usual = now.plus(config.silenceLength());
        return until.isBefore(usual) ? until : usual;
    }

    private boolean isDue(Silence silence, Instant now, Instant until) {
        Instant end = silence.endsAt();
        Duration half = config.silenceLength().dividedBy(2);
        return end.isAfter(until) || (end.isBefore(now.plus(half)) && end.isBefore(end(now, until)));
    }

    private void extend(SilenceStore store, SilenceStore.Listing listing, United alert, Silence silence, String comment)
            throws SourceException {
        Instant endsAt = end(listing.now(), acked.getOrDefault(alert.key(), Instant.MAX));
        store.put(
                listing.member(),
                silence.id(),
                alert.labels(),
                new Silence("", true, silence.createdBy(), comment, silence.startsAt(), endsAt));
    }

    private void lift(SilenceStore store, SilenceStore.Listing listing, Feedback unack) throws SourceException {
        for (Silence silence : own(listing, unack)) {
            store.expire(listing.member(), silence.id());
            log.info(
                    "silence {} of alert {} is lifted",
                    silence.id(),
                    unack.alertId().key());
        }
    }

    /** Returns those of the acknowledgement that still silence, ours first and then the one that lasts longest. */
    private List<Silence> own(SilenceStore.Listing listing, Feedback feedback) {
        return listing.silences().stream()
                .filter(Silence::active)
                .filter(silence -> isOf(silence, feedback))
                .sorted(Comparator.comparing((Silence silence) -> !isMarkedOurs(silence))
                        .thenComparing(Comparator.comparing(Silence::endsAt).reversed()))
                .toList();
    }

    /**
     * Tells whether a silence was made of an acknowledgement. Two installations may have sources of one name, so one
     * that another installation has made is this one's only if it names the same incident, as the silence of a primary
     * does whose standby has taken over. Versions that did not name the installation did not name the incident either:
     * who acknowledged and what they wrote has to be the same.
     */
    private boolean isOf(Silence silence, Feedback feedback) {
        Silence.Mark mark = silence.mark().orElse(null);
        if (mark == null
                || !mark.source().equals(context.sourceName())
                || !mark.key().equals(feedback.alertId().key())) {
            return false;
        } else if (mark.installation().isEmpty()) {
            return silence.text().equals(words(feedback));
        }
        String link = link(feedback);
        return mark.installation().equals(context.installation())
                || (!link.isEmpty() && silence.text().endsWith(" " + link));
    }

    /**
     * Takes a round: renews what has to be, lifts what has no alert any more.
     *
     * @param listed what is listed, by key; what silences mean for each is put into it
     * @return what is wrong, for people; empty if nothing is
     */
    Optional<String> round(Map<String, United> listed, IsOver isOver) {
        boolean anySilenced =
                listed.values().stream().anyMatch(united -> !united.silencedBy().isEmpty());
        if (!(config.silenceAcks() || config.ackSilenced()) || !(anySilenced || mayHaveOwn)) {
            return Optional.empty();
        }
        try {
            SilenceStore store = access.store();
            SilenceStore.Listing listing = store.list();
            byId = new HashMap<>();
            listing.silences().forEach(silence -> byId.put(silence.id(), silence));
            if (config.silenceAcks()) {
                keepUp(store, listing, listed, isOver);
            }
            return Optional.empty();
        } catch (SourceException e) {
            return Optional.of("silences cannot be kept up: " + e.getMessage());
        } finally {
            listed.replaceAll((key, united) -> explained(united));
        }
    }

    private void keepUp(SilenceStore store, SilenceStore.Listing listing, Map<String, United> listed, IsOver isOver)
            throws SourceException {
        mayHaveOwn = false;
        for (Silence silence : listing.silences()) {
            String key = silence.active() && isMarkedOurs(silence)
                    ? silence.mark().map(Silence.Mark::key).orElse("")
                    : "";
            @Nullable United alert = listed.get(key);
            if (key.isEmpty()) {
                continue;
            }
            mayHaveOwn = true;
            if (!adopted) {
                // Till when is not known any more; the core says when it is over.
                acked.put(key, Instant.MAX);
            }
            if (alert == null && isOver.test(key)) {
                acked.remove(key);
                store.expire(listing.member(), silence.id());
                log.info("alert {} is over, its silence {} is lifted", key, silence.id());
            } else if (alert != null
                    && acked.containsKey(key)
                    && isDue(silence, listing.now(), acked.getOrDefault(key, Instant.MAX))) {
                extend(store, listing, alert, silence, silence.comment());
            }
        }
        adopted = true;
    }

    /** Silences of ours are left out: what people did in Argus is no news to it. */
    private United explained(United united) {
        if (united.silencedBy().isEmpty()) {
            return united;
        }
        List<String> others = new ArrayList<>();
        Silence latest = null;
        for (String id : united.silencedBy()) {
            Silence silence = byId.get(id);
            if (silence == null) {
                others.add(id);
            } else if (!silence.isMadeOfAck()) {
                others.add(id);
                latest = latest == null || silence.endsAt().isAfter(latest.endsAt()) ? silence : latest;
            }
        }
        return united.silenced(List.copyOf(others), config.ackSilenced() && latest != null ? ack(latest) : null);
    }

    private static Acknowledgement ack(Silence silence) {
        return Acknowledgement.of(silence.createdBy(), PrometheusReader.instant(silence.startsAt()), silence.comment())
                .until(silence.endsAt());
    }
}
