package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first of several ways to the same daemon that answers when it is started. It stays with that one. */
final class FirstBackend implements Backend {
    private static final Logger log = LoggerFactory.getLogger("nagios");

    private final List<Backend> candidates;
    /** The one that is used; all of them until it is known. */
    private volatile List<Backend> remaining;

    private volatile String because = "";

    /** @param candidates at least one, the best first */
    FirstBackend(List<Backend> candidates) {
        this.candidates = List.copyOf(candidates);
        this.remaining = this.candidates;
    }

    @Override
    public String name() {
        return remaining.stream().map(Backend::name).collect(Collectors.joining(" or "));
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        List<String> refusals = new ArrayList<>();
        for (Backend candidate : candidates) {
            try {
                candidate.start(changed);
                remaining = List.of(candidate);
                because = refusals.isEmpty()
                        ? ""
                        : ", since what is better does not work: " + String.join("; ", refusals);
                candidates.stream().filter(other -> !other.equals(candidate)).forEach(Backend::close);
                log.info("reads {}{}", name(), because);
                return;
            } catch (SourceException e) {
                refusals.add(e.getMessage());
            }
        }
        throw SourceException.unreachable(
                "none of the configured ways to read the monitoring system works: " + String.join("; ", refusals),
                null);
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        return remaining.get(0).read(watched);
    }

    @Override
    public boolean knows(ObjectKey key) {
        return remaining.get(0).knows(key);
    }

    /** Returns those of the way that is used; until it is known, those of any. */
    @Override
    public Optional<Commands> commands() {
        return remaining.stream().flatMap(way -> way.commands().stream()).findFirst();
    }

    @Override
    public Health health() {
        Health own = remaining.get(0).health();
        return own.problem().isPresent() || because.isEmpty()
                ? own
                : Health.degraded("reads " + name() + because + "; tried again at the next start");
    }

    @Override
    public void close() {
        candidates.forEach(Backend::close);
    }
}
