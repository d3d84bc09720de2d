package io.github.argusglue.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret in a file that can be replaced at runtime. The file is checked at each access and read if it has changed.
 * While it is missing or unusable, the last valid value stays in use, so that replacing the file by deleting and
 * rewriting it does not stop a source.
 */
final class FileSecret implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger("config");
    private static final int MAX_BYTES = 65_536;

    private final Path file;
    private Stamp stamp;
    private String value;
    private String lastProblem = "";

    private FileSecret(Path file, Stamp stamp, String value) {
        this.file = file;
        this.stamp = stamp;
        this.value = value;
    }

    static FileSecret read(Path file) throws UnusableException {
        Stamp stamp = look(file);
        return new FileSecret(file, stamp, content(file));
    }

    @Override
    public synchronized String get() {
        try {
            // The stamp is taken before reading: if the file is written meanwhile, it differs the next time.
            Stamp now = look(file);
            if (!now.equals(stamp)) {
                value = content(file);
                stamp = now;
                LOG.info("secret file '{}' has changed; using the new value", file);
            }
            lastProblem = "";
        } catch (UnusableException e) {
            if (!e.problem().equals(lastProblem)) {
                lastProblem = e.problem();
                LOG.warn("{}; the previous value stays in use", lastProblem);
            }
        }
        return value;
    }

    private static Stamp look(Path file) throws UnusableException {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            if (seen.isDirectory()) {
                throw new UnusableException("secret file '" + file + "' is a folder");
            }
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (posix != null && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
                throw new UnusableException(
                        "secret file '" + file + "' is readable by everyone; run: chmod o-rwx '" + file + "'");
            }
            return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String content(Path file) throws UnusableException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnusableException("secret file '" + file + "' is larger than " + MAX_BYTES + " bytes");
            }
            String content = Files.readString(file);
            int end = content.length();
            while (end > 0 && (content.charAt(end - 1) == '\n' || content.charAt(end - 1) == '\r')) {
                end--;
            }
            if (end == 0) {
                throw new UnusableException("secret file '" + file + "' is empty");
            }
            return content.substring(0, end);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UnusableException unreadable(Path file, IOException e) {
        String start = "secret file '" + file + "' ";
        if (e instanceof NoSuchFileException) {
            return new UnusableException(start + "does not exist");
        } else if (e instanceof AccessDeniedException) {
            return new UnusableException(start + "cannot be read by user '" + System.getProperty("user.name") + "'");
        } else if (e instanceof CharacterCodingException) {
            return new UnusableException(start + "is not UTF-8 text");
        }
        return new UnusableException(start + "cannot be read: " + e);
    }

    /** Identifies a version of a file; the key (inode) detects a replacement within one clock tick. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    /** The file does not contain a usable secret. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        private final String problem;

        UnusableException(String problem) {
            super(problem);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }
}
