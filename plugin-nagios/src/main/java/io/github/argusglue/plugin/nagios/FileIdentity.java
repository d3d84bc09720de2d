package io.github.argusglue.plugin.nagios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Tells a file from the one that replaced it or that it became. The node is its device and inode. */
record FileIdentity(Object node, FileTime modified, long size) {
    static FileIdentity of(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileIdentity(found.fileKey(), found.lastModifiedTime(), found.size());
    }
}
