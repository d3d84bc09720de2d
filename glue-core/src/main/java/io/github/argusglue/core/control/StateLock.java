package io.github.argusglue.core.control;

import io.github.argusglue.core.state.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ensures that only one process runs with a state folder. The kernel releases the lock when the process ends, however
 * it ends; so a control socket without a lock is stale, and one with a lock is never removed.
 */
public final class StateLock implements Closeable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Another process has the lock; the message names it. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1;

        HeldException(String message) {
            super(message);
        }
    }

    /**
     * Takes the lock; creates the folder if needed, and makes it private.
     *
     * @throws HeldException if another process has the lock
     * @throws IOException if the lock file cannot be created
     */
    public static StateLock take(Path stateDir) throws IOException {
        PrivateFiles.claimFolder(stateDir);
        Path file = stateDir.resolve(ControlAddress.LOCK);
        FileChannel channel = PrivateFiles.openForWriting(file);
        try {
            if (tryLock(channel) == null) {
                throw new HeldException(
                        "another argus-glue" + holder(file) + " is running with state_dir '" + stateDir + "'");
            }
            channel.truncate(0);
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new StateLock(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits until the process that has the lock ends, and takes the lock.
     *
     * @throws HeldException if it does not end in time
     * @throws IOException if the lock file cannot be created
     */
    public static StateLock await(Path stateDir, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                return take(stateDir);
            } catch (HeldException e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for the lock of '" + stateDir + "'");
                }
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this process
        }
    }

    private static String holder(Path file) {
        try {
            String pid = Files.readString(file).strip();
            return pid.isEmpty() ? "" : " (process " + pid + ")";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The kernel releases the lock at the end of the process.
        }
    }
}
