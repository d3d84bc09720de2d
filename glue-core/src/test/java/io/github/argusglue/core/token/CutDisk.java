package io.github.argusglue.core.token;

import java.io.IOException;
import java.nio.file.Path;

/** A disk that simulates a kill before or after its n-th operation, or that is full from then on. */
public final class CutDisk implements Disk {
    private final Disk real = new RealDisk();
    private final int at;
    private final boolean full;
    private final boolean after;
    public int steps;

    private CutDisk(int at, boolean full, boolean after) {
        this.at = at;
        this.full = full;
        this.after = after;
    }

    public static CutDisk killed(int at, boolean after) {
        return new CutDisk(at, false, after);
    }

    public static CutDisk full(int at) {
        return new CutDisk(at, true, false);
    }

    /** A simulated kill: must not be caught by exception handlers. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(boolean takesRoom, Step step) throws IOException {
        steps++;
        if (full && steps >= at && takesRoom) {
            throw new IOException("No space left on device");
        } else if (!full && steps == at && !after) {
            throw new Killed();
        }
        step.run();
        if (!full && steps == at) {
            throw new Killed();
        }
    }

    @Override
    public void allocate(Path file, int bytes, Path like) throws IOException {
        step(true, () -> real.allocate(file, bytes, like));
    }

    @Override
    public void overwrite(Path file, long position, byte[] bytes) throws IOException {
        step(false, () -> real.overwrite(file, position, bytes));
    }

    @Override
    public void replaceContent(Path file, byte[] bytes) throws IOException {
        step(false, () -> real.replaceContent(file, bytes));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step(false, () -> real.rename(from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
        step(false, () -> real.delete(file));
    }
}
