package io.github.argusglue.core.token;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a renewal does to files. Everything is on the disk, not only on its way there, when a method returns. A seam: a
 * full disk and a kill at each of these points are tried in tests.
 */
interface Disk {

    /** Makes a file anew, with room for so much; it is for its owner alone, and that is the owner of another file. */
    void allocate(Path file, int bytes, Path like) throws IOException;

    /** Writes within what was allocated. */
    void overwrite(Path file, long position, byte[] bytes) throws IOException;

    /** Writes from the beginning within what was allocated, and nothing is behind that. */
    void replaceContent(Path file, byte[] bytes) throws IOException;

    /** Puts a file in the place of another, with that one's mode. */
    void rename(Path from, Path to) throws IOException;

    /** Takes a file away if it is there. */
    void delete(Path file) throws IOException;
}
