package io.github.argusglue.plugin.nagios.model;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
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
    private volatile String because = "";

    /** @param candidates at least one, the best first */
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
        List<String> refusals = new ArrayList<>();
        for (Backend candidate : candidates) {
            try {
                candidate.start(changed);
                chosen = candidate;
                break;
            } catch (SourceException e) {
                refusals.add(e.getMessage());
            }
        }
        String reasons = String.join("; ", refusals);
        if (chosen == null) {
            throw SourceException.unreachable(
                    "none of the configured ways to read the monitoring system works: " + reasons, null);
        }
        because = refusals.isEmpty() ? "" : ", since what is better does not work: " + reasons;
        candidates.stream().filter(other -> !other.equals(chosen)).forEach(Backend::close);
        log.info("reads {}{}", name(), because);
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

    /** Returns those of the way that is used; until it is known, those of any. */
    @Override
    public Optional<Commands> commands() {
        Backend used = chosen;
        return used != null
                ? used.commands()
                : candidates.stream().flatMap(way -> way.commands().stream()).findFirst();
    }

    @Override
    public Health health() {
        Backend used = chosen;
        Health own = used == null ? Health.ok() : used.health();
        return own.problem().isPresent() || because.isEmpty()
                ? own
                : Health.degraded("reads " + name() + because + "; tried again at the next start");
    }

    @Override
    public void close() {
        candidates.forEach(Backend::close);
    }
}
