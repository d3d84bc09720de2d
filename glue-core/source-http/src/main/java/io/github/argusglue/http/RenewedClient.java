package io.github.argusglue.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * An OkHttp client that is made when it is first needed, and again when a certificate file has changed. Thread-safe.
 */
public final class RenewedClient {
    private final List<Path> files;
    private final Making making;
    private @Nullable OkHttpClient client;
    private List<FileTime> stamps = List.of();

    /**
     * Creates it without a client.
     *
     * @param files the files that the client is made from
     */
    public RenewedClient(List<Path> files, Making making) {
        this.files = List.copyOf(files);
        this.making = making;
    }

    /** Makes the client. */
    @FunctionalInterface
    public interface Making {
        /**
         * Returns a new client.
         *
         * @throws IOException if a file cannot be used; the message names its configuration key
         */
        OkHttpClient make() throws IOException;
    }

    /**
     * Returns the client.
     *
     * @throws IOException if a file has changed and cannot be used; the message names its configuration key
     */
    public synchronized OkHttpClient get() throws IOException {
        // Before reading: a file that is written meanwhile differs the next time.
        List<FileTime> now = stamps();
        OkHttpClient current = client;
        if (current == null || !now.equals(stamps)) {
            current = making.make();
            client = current;
            stamps = now;
        }
        return current;
    }

    /** A file that cannot be looked at is a change: reading it then says why. */
    private List<FileTime> stamps() {
        List<FileTime> found = new ArrayList<>();
        for (Path file : files) {
            try {
                found.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                return List.of(FileTime.fromMillis(0));
            }
        }
        return found;
    }
}
