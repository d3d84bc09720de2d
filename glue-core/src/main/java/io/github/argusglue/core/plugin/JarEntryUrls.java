package io.github.argusglue.core.plugin;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** The URLs of the entries of one open jar: {@code plugin:/NAME.jar!/ENTRY}. They are valid as long as it is open. */
final class JarEntryUrls extends URLStreamHandler {
    private static final String PROTOCOL = "plugin";

    private final String prefix;
    private final JarFile jar;

    JarEntryUrls(String name, JarFile jar) {
        this.prefix = "/" + name + "!/";
        this.jar = jar;
    }

    /** Returns the URL of an entry; null if there is none. */
    @Nullable
    URL of(String entry) {
        try {
            return jar.getJarEntry(entry) == null
                    ? null
                    : new URL(null, new URI(PROTOCOL, null, prefix + entry, null).toASCIIString(), this);
        } catch (URISyntaxException | MalformedURLException | IllegalStateException e) {
            // IllegalStateException: the jar has been closed.
            return null;
        }
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        String path;
        try {
            path = String.valueOf(url.toURI().getPath());
        } catch (URISyntaxException e) {
            throw new FileNotFoundException(url + ": " + e.getMessage());
        }
        JarEntry entry = path.startsWith(prefix) ? jar.getJarEntry(path.substring(prefix.length())) : null;
        if (entry == null) {
            throw new FileNotFoundException(url.toString());
        }
        return new EntryConnection(url, jar, entry);
    }

    /** Reads one entry. */
    private static final class EntryConnection extends URLConnection {
        private final JarFile jar;
        private final JarEntry entry;

        EntryConnection(URL url, JarFile jar, JarEntry entry) {
            super(url);
            this.jar = jar;
            this.entry = entry;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.getInputStream(entry);
        }

        @Override
        public long getContentLengthLong() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }
    }
}
