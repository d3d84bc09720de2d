package io.github.argusglue.core.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** The real file system. */
final class RealDisk implements Disk {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    @Override
    public void allocate(Path file, int bytes, Path like) throws IOException {
        byte[] blank = new byte[bytes];
        Arrays.fill(blank, (byte) ' ');
        Files.deleteIfExists(file);
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, fresh, PosixFilePermissions.asFileAttribute(OWNER))) {
            write(channel, 0, blank);
        }
        copyOwner(file, like);
        syncFolder(file);
    }

    /** Gives a file the owner and group of another. */
    static void copyOwner(Path file, Path other) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(other, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!now.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
    }

    @Override
    public void overwrite(Path file, long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, position, bytes);
        }
    }

    @Override
    public void replaceContent(Path file, byte[] bytes) throws IOException {
        // With a mode such as 0400, not even the owner can write.
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, OWNER);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, 0, bytes);
            channel.truncate(bytes.length);
            channel.force(true);
        }
        Files.setPosixFilePermissions(file, mode);
    }

    private static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
        channel.force(true);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.setPosixFilePermissions(from, Files.getPosixFilePermissions(to));
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(to);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncFolder(file);
        }
    }

    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
