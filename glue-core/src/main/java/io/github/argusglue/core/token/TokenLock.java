package io.github.argusglue.core.token;

import io.github.argusglue.core.state.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ensures that only one process renews a token at a time. The kernel releases the lock when the process ends, however
 * it ends. The lock file is never deleted: otherwise two processes could lock two files with the same name.
 */
final class TokenLock implements Closeable {
    private static final String SUFFIX = ".lock";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final FileChannel channel;

    private TokenLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @return empty if it could not be obtained in time
     * @throws IOException if the lock file cannot be created
     */
    static Optional<TokenLock> take(Path token, Duration atMost) throws IOException, InterruptedException {
        Path file = token.resolveSibling(token.getFileName() + SUFFIX);
        FileChannel channel = PrivateFiles.openForWriting(file);
        // If root creates it, the user that the token is for must be able to open it.
        RealDisk.copyOwner(file, token);
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (tryLock(channel) == null) {
                if (System.nanoTime() - end >= 0) {
                    channel.close();
                    return Optional.empty();
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for '" + file + "'");
                }
            }
            return Optional.of(new TokenLock(channel));
        } catch (IOException | InterruptedException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by another thread of this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
