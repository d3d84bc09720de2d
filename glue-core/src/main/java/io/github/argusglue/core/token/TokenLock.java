package io.github.argusglue.core.token;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one renew a token at a time, whichever process it is in. The kernel takes the lock from a process that ends,
 * however it ends. Its file stays: taking it away would let two have a lock on two files of one name.
 */
final class TokenLock implements Closeable {
    private static final String SUFFIX = ".lock";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final FileChannel channel;

    private TokenLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @return empty if somebody else has it all that time
     * @throws IOException if its file cannot be made
     */
    static Optional<TokenLock> take(Path token, Duration atMost) throws IOException, InterruptedException {
        Path file = token.resolveSibling(token.getFileName() + SUFFIX);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // Made by root, it must let in the user that the token is for.
        RealDisk.own(file, token);
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (tryLock(channel) == null) {
                if (System.nanoTime() - end >= 0) {
                    channel.close();
                    return Optional.empty();
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
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
