package io.github.argusglue.plugin.nagios.model;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first of several ways to the same daemon that answers when it is started. It stays with that one. */
public final class FirstBackend implements Backend {
    private static final Logger log = LoggerFactory.getLogger("nagios");

    private final List<Backend> candidates;
    private volatile @Nullable Backend chosen;
    private volatile List<String> refusals = List.of();

    /**
     * Creates a backend.
     *
     * @param candidates at least one, the best first
     */
    public FirstBackend(List<Backend> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    @Override
    public String name() {
        Backend used = chosen;
        return used != null
                ? used.name()
                : candidates.stream().map(Backend::name).collect(Collectors.joining(" or "));
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Backend candidate : candidates) {
            try {
                candidate.start(changed);
            } catch (SourceException e) {
                reasons.add(e.getMessage());
                continue;
            }
            refusals = reasons;
            chosen = candidate;
            candidates.stream().filter(other -> !other.equals(candidate)).forEach(Backend::close);
            log.info("reads {}{}", candidate.name(), because());
            return;
        }
        throw SourceException.unreachable(
                "none of the configured ways to read the monitoring system works: " + String.join("; ", reasons), null);
    }

    private String because() {
        return refusals.isEmpty() ? "" : ", since what is better does not work: " + String.join("; ", refusals);
    }

    private Backend chosen() throws SourceException {
        Backend used = chosen;
        if (used == null) {
            throw SourceException.unreachable(name() + ": not started", null);
        }
        return used;
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        return chosen().read(watched);
    }

    @Override
    public boolean knows(ObjectKey key) {
        Backend used = chosen;
        return used != null && used.knows(key);
    }

    /** Returns commands if any of the ways can give them; they fail if the one that is used cannot. */
    @Override
    public Optional<Commands> commands() {
        boolean any =
                candidates.stream().anyMatch(candidate -> candidate.commands().isPresent());
        return any ? Optional.of(new ChosenCommands()) : Optional.empty();
    }

    @Override
    public Health health() {
        Backend used = chosen;
        if (used == null || refusals.isEmpty() || used.health().problem().isPresent()) {
            return used == null ? Health.ok() : used.health();
        }
        return Health.degraded("reads " + used.name() + because() + "; tried again at the next start");
    }

    @Override
    public void close() {
        candidates.forEach(Backend::close);
    }

    /** Gives commands in the way that is used. */
    private final class ChosenCommands implements Commands {
        private Commands commands() throws SourceException {
            Backend used = chosen();
            return used.commands()
                    .orElseThrow(() -> SourceException.unreachable(
                            used.name() + ": no command can be given in this way" + because(), null));
        }

        @Override
        public void acknowledge(ObjectKey key, String author, String text, Optional<Instant> until)
                throws SourceException, InterruptedException {
            commands().acknowledge(key, author, text, until);
        }

        @Override
        public void removeAcknowledgement(ObjectKey key, Comment comment) throws SourceException, InterruptedException {
            commands().removeAcknowledgement(key, comment);
        }

        @Override
        public void comment(ObjectKey key, String author, String text) throws SourceException, InterruptedException {
            commands().comment(key, author, text);
        }
    }
}
