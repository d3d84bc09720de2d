package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Health;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A daemon whose objects a test sets one by one, and which notes the commands that it is given. */
final class FakeBackend implements Backend, Commands {
    final Map<ObjectKey, ObjectStatus> objects = new LinkedHashMap<>();
    final List<String> commands = new ArrayList<>();
    int readings;
    boolean answers;
    boolean isReadOnly;
    private final Clock clock;

    FakeBackend(Clock clock) {
        this.clock = clock;
    }

    void put(StatusBuilder status) {
        ObjectStatus built = status.build();
        objects.put(built.key(), built);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public void start(Runnable changed) {}

    @Override
    public Reading read(Set<ObjectKey> wanted) {
        readings++;
        return new Reading(
                clock.instant(),
                Instant.EPOCH,
                objects.values().stream()
                        .filter(status ->
                                !status.isChecked() || status.state().isProblem() || wanted.contains(status.key()))
                        .toList());
    }

    @Override
    public boolean knows(ObjectKey key) {
        return objects.containsKey(key);
    }

    @Override
    public Optional<Commands> commands() {
        return isReadOnly ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Health health() {
        return Health.ok();
    }

    @Override
    public void close() {}

    @Override
    public void acknowledge(ObjectKey key, String author, String text, Optional<Instant> until) {
        commands.add("ack " + key + " by " + author + ": " + text);
    }

    @Override
    public void removeAcknowledgement(ObjectKey key, Comment comment) {
        commands.add("unack " + key + " " + comment.id());
    }

    @Override
    public void comment(ObjectKey key, String author, String text) {
        commands.add("comment " + key + " by " + author + ": " + text);
    }

    @Override
    public boolean areAnswered() {
        return answers;
    }
}
