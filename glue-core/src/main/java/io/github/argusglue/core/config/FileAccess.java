package io.github.argusglue.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.stream.Stream;

/** What every user of this machine may do with a file. */
final class FileAccess {
    private FileAccess() {}

    static boolean isReadByEveryone(Path file) {
        return isAllowed(file, PosixFilePermission.OTHERS_READ);
    }

    static boolean isWrittenByEveryone(Path file) {
        return isAllowed(file, PosixFilePermission.OTHERS_WRITE);
    }

    /** Returns what everyone can write of a folder and of what is directly in it; empty if it does not exist. */
    static Optional<Path> writtenByEveryone(Path folder) {
        if (isWrittenByEveryone(folder)) {
            return Optional.of(folder);
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(FileAccess::isWrittenByEveryone).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether this process can write to a folder, or can create it. */
    static boolean canBeWritten(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there);
    }

    private static boolean isAllowed(Path file, PosixFilePermission permission) {
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            return posix != null && posix.readAttributes().permissions().contains(permission);
        } catch (IOException e) {
            return false;
        }
    }
}
