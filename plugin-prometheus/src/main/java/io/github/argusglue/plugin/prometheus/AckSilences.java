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
 * Mirrors acknowledgements in Argus as silences in Alertmanager, and silences as acknowledgements.
 *
 * <p>The comment of a silence identifies the acknowledgement from which argus-glue created it, so no state has to be
 * kept. An acknowledgement that is delivered twice creates one silence, also after a restart, and a silence that was
 * created from an acknowledgement does not become an acknowledgement again. A new process renews the silences that it
 * finds, since the core remembers what it has delivered and reports what was withdrawn in the meantime. A silence that
 * a person ends in Alertmanager is not created again.
 */
final class AckSilences implements FeedbackSink {
    private static final Logger log = LoggerFactory.getLogger("alertmanager");

    private final SourceContext context;
    private final SilenceConfig config;
    private final SilenceStore store;
    private final Function<String, Optional<MergedAlert>> alerts;
    /** End of each known acknowledgement, by alert key; {@link Instant#MAX} if it has none. */
    private final Map<String, Instant> acked = new HashMap<>();

    private Map<String, Silence> byId = new HashMap<>();
    private boolean mayHaveOwnSilences;
    private boolean ownSilencesFound;

    /** Returns for a key whether the alert is known to be over. */
    @FunctionalInterface
    interface EndedCheck {
        boolean test(String key);
    }

    /** @param alerts returns the alert that was listed last under a key; empty if it is over */
    AckSilences(
            SourceContext context,
            SilenceConfig config,
            SilenceStore store,
            Function<String, Optional<MergedAlert>> alerts) {
        this.context = context;
        this.config = config;
        this.store = store;
        this.alerts = alerts;
        this.mayHaveOwnSilences = config.silenceAcks();
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return EnumSet.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED);
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        String key = feedback.alertId().key();
        if (feedback.kind() == Feedback.Kind.UNACKNOWLEDGED) {
            acked.remove(key);
            expireSilences(store.list(), feedback);
        } else if (feedback.kind() == Feedback.Kind.ACKNOWLEDGED) {
            Optional<MergedAlert> alert = alerts.apply(key);
            if (alert.isPresent() && !alert.get().labels().isEmpty()) {
                Instant until = feedback.until()
                        .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(Instant.MAX);
                acked.put(key, until);
                silence(alert.get(), feedback, until);
                mayHaveOwnSilences = true;
            }
        }
    }

    private void silence(MergedAlert alert, Feedback ack, Instant until) throws SourceException, InterruptedException {
        SilenceStore.SilenceList listing = store.list();
        Instant endsAt = end(listing.now(), until);
        if (!endsAt.isAfter(listing.now())) {
            return;
        }
        List<Silence> silences = silencesOf(listing, ack);
        if (silences.isEmpty()) {
            String who = ack.actor().isBlank() ? "argus-glue" : ack.actor() + " (Argus)";
            String startsAt = listing.now().toString();
            store.put(listing.member(), "", alert.labels(), new Silence("", true, who, comment(ack), startsAt, endsAt));
            log.info("alert {} acknowledged in Argus{}: silenced until {}", alert.key(), by(ack), endsAt);
        } else if (!isOwn(silences.get(0))) {
            Silence silence = silences.get(0);
            extend(listing, alert, silence, comment(ack));
            log.info("silence {} of alert {} taken over", silence.id(), alert.key());
        } else if (isDue(silences.get(0), listing.now(), until)) {
            extend(listing, alert, silences.get(0), silences.get(0).comment());
        }
    }

    private String comment(Feedback ack) {
        String link = link(ack).isEmpty() ? "" : ", " + link(ack);
        return text(ack) + link + " " + mark(ack.alertId().key());
    }

    private static String text(Feedback ack) {
        return "Acknowledged in Argus" + by(ack)
                + (ack.text().isBlank() ? "" : ": " + ack.text().strip());
    }

    private static String by(Feedback ack) {
        return ack.actor().isBlank() ? "" : " by " + ack.actor();
    }

    /** Returns the link to the incident; empty if it is not known. */
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

    private boolean isOwn(Silence silence) {
        return silence.mark()
                .filter(mark -> mark.installation().equals(context.installation())
                        && mark.source().equals(context.sourceName()))
                .isPresent();
    }

    /** Returns the end of a silence, which is not later than the end of its acknowledgement. */
    private Instant end(Instant now, Instant until) {
        Instant usual = now.plus(config.silenceLength());
        return until.isBefore(usual) ? until : usual;
    }

    private boolean isDue(Silence silence, Instant now, Instant until) {
        Instant end = silence.endsAt();
        Duration half = config.silenceLength().dividedBy(2);
        return end.isAfter(until) || (end.isBefore(now.plus(half)) && end.isBefore(end(now, until)));
    }

    private void extend(SilenceStore.SilenceList listing, MergedAlert alert, Silence silence, String comment)
            throws SourceException, InterruptedException {
        Instant endsAt = end(listing.now(), acked.getOrDefault(alert.key(), Instant.MAX));
        store.put(
                listing.member(),
                silence.id(),
                alert.labels(),
                new Silence("", true, silence.createdBy(), comment, silence.startsAt(), endsAt));
    }

    private void expireSilences(SilenceStore.SilenceList listing, Feedback unack)
            throws SourceException, InterruptedException {
        for (Silence silence : silencesOf(listing, unack)) {
            store.expire(listing.member(), silence.id());
            log.info(
                    "silence {} of alert {} ended",
                    silence.id(),
                    unack.alertId().key());
        }
    }

    /** Returns the active silences of an acknowledgement: own ones first, then those that last longest. */
    private List<Silence> silencesOf(SilenceStore.SilenceList listing, Feedback feedback) {
        return listing.silences().stream()
                .filter(Silence::active)
                .filter(silence -> belongsTo(silence, feedback))
                .sorted(Comparator.comparing((Silence silence) -> !isOwn(silence))
                        .thenComparing(Comparator.comparing(Silence::endsAt).reversed()))
                .toList();
    }

    /**
     * Returns whether a silence was created from an acknowledgement. Two installations may have sources with the same
     * name. So a silence of another installation belongs to this source only if it names the same incident, as the
     * silence of a primary does after a standby has taken over. Versions that did not write the installation did not
     * write the incident either; then the person and the text have to match.
     */
    private boolean belongsTo(Silence silence, Feedback feedback) {
        Silence.Mark mark = silence.mark().orElse(null);
        if (mark == null
                || !mark.source().equals(context.sourceName())
                || !mark.key().equals(feedback.alertId().key())) {
            return false;
        } else if (mark.installation().isEmpty()) {
            return silence.text().equals(text(feedback));
        }
        String link = link(feedback);
        return mark.installation().equals(context.installation())
                || (!link.isEmpty() && silence.text().endsWith(" " + link));
    }

    /**
     * Processes a snapshot: renews silences that are due, and ends those whose alert is over.
     *
     * @param listed listed alerts by key; their silences and acknowledgements are updated
     * @return the problem, one line for people; empty if there is none
     */
    Optional<String> sync(Map<String, MergedAlert> listed, EndedCheck ended) throws InterruptedException {
        boolean anySilenced =
                listed.values().stream().anyMatch(merged -> !merged.silencedBy().isEmpty());
        if (!(config.silenceAcks() || config.ackSilenced()) || !(anySilenced || mayHaveOwnSilences)) {
            return Optional.empty();
        }
        try {
            SilenceStore.SilenceList listing = store.list();
            byId = new HashMap<>();
            listing.silences().forEach(silence -> byId.put(silence.id(), silence));
            if (config.silenceAcks()) {
                renew(listing, listed, ended);
            }
            return Optional.empty();
        } catch (SourceException e) {
            return Optional.of("cannot update silences: " + e.getMessage());
        } finally {
            listed.replaceAll((key, merged) -> withoutOwnSilences(merged));
        }
    }

    private void renew(SilenceStore.SilenceList listing, Map<String, MergedAlert> listed, EndedCheck ended)
            throws SourceException, InterruptedException {
        mayHaveOwnSilences = false;
        for (Silence silence : listing.silences()) {
            String key = silence.active() && isOwn(silence)
                    ? silence.mark().map(Silence.Mark::key).orElse("")
                    : "";
            @Nullable MergedAlert alert = listed.get(key);
            if (key.isEmpty()) {
                continue;
            }
            mayHaveOwnSilences = true;
            if (!ownSilencesFound) {
                // The end of the acknowledgement is not known any more; the core reports when it is withdrawn.
                acked.put(key, Instant.MAX);
            }
            if (alert == null && ended.test(key)) {
                acked.remove(key);
                store.expire(listing.member(), silence.id());
                log.info("alert {} is over: its silence {} ended", key, silence.id());
            } else if (alert != null
                    && acked.containsKey(key)
                    && isDue(silence, listing.now(), acked.getOrDefault(key, Instant.MAX))) {
                extend(listing, alert, silence, silence.comment());
            }
        }
        ownSilencesFound = true;
    }

    /** Removes own silences, since Argus already knows the acknowledgements they come from. */
    private MergedAlert withoutOwnSilences(MergedAlert merged) {
        if (merged.silencedBy().isEmpty()) {
            return merged;
        }
        List<String> others = new ArrayList<>();
        Silence latest = null;
        for (String id : merged.silencedBy()) {
            Silence silence = byId.get(id);
            if (silence == null) {
                others.add(id);
            } else if (!silence.isFromArgus()) {
                others.add(id);
                latest = latest == null || silence.endsAt().isAfter(latest.endsAt()) ? silence : latest;
            }
        }
        return merged.withSilences(List.copyOf(others), config.ackSilenced() && latest != null ? ack(latest) : null);
    }

    private static Acknowledgement ack(Silence silence) {
        return Acknowledgement.of(silence.createdBy(), RulesReader.instant(silence.startsAt()), silence.comment())
                .until(silence.endsAt());
    }
}
