package io.github.argusglue.core.token;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The file operations of a renewal. When a method returns, everything is on disk. An interface so that tests can
 * simulate a full disk and a kill at each of these points.
 */
interface Disk {

    /** Creates a file with the given size, readable only by its owner, who is the owner of another file. */
    void allocate(Path file, int bytes, Path like) throws IOException;

    /** Writes within the allocated size. */
    void overwrite(Path file, long position, byte[] bytes) throws IOException;

    /** Replaces the content, within the allocated size. */
    void replaceContent(Path file, byte[] bytes) throws IOException;

    /** Replaces a file with another, keeping the mode of the replaced one. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path file) throws IOException;
}
