package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;

/** A state of a process that is killed now and then, before or after a write. */
final class KillableState implements SourceState {
    private static final int ONE_IN = 12;

    private final SourceState disk;
    private final Random random;

    KillableState(SourceState disk, Random random) {
        this.disk = disk;
        this.random = random;
    }

    /** The process is gone. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void perhapsKill() {
        if (random.nextInt(ONE_IN) == 0) {
            throw new Killed();
        }
    }

    @Override
    public Optional<byte[]> get(String name) {
        return disk.get(name);
    }

    @Override
    public void put(String name, byte[] value) throws IOException {
        perhapsKill();
        disk.put(name, value);
        perhapsKill();
    }

    @Override
    public void remove(String name) throws IOException {
        perhapsKill();
        disk.remove(name);
        perhapsKill();
    }
}
