package io.github.argusglue.core.cluster;

import io.github.argusglue.core.adapter.StoredEntries;
import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one source in the engine of the cluster, so that the next owner of the source finds them. Only the owner
 * can change them. Thread-safe.
 */
final class SharedEntries implements StoredEntries {
    /** A new owner has just reached the engine, so one answer that gets lost is not its last word. */
    private static final int ATTEMPTS = 3;

    private final ClusterEngine engine;
    private final ClassLoader engineLoader;
    private final String source;
    private final Supplier<@Nullable String> session;
    private final Map<String, Long> sizes = new TreeMap<>();

    SharedEntries(ClusterEngine engine, ClassLoader engineLoader, String source, Supplier<@Nullable String> session) {
        this.engine = engine;
        this.engineLoader = engineLoader;
        this.source = source;
        this.session = session;
    }

    @FunctionalInterface
    private interface EngineCall<T> {
        T make() throws ClusterException, InterruptedException;
    }

    private <T> T call(String name, EngineCall<T> call) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(engineLoader);
        try {
            return call.make();
        } catch (ClusterException e) {
            throw new IOException(
                    "entry '" + name + "' of source '" + source + "' in the cluster: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            thread.interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Optional<byte[]> value = call(name, () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return engine.get(source, name);
                } catch (ClusterException e) {
                    if (e.kind() != Kind.UNREACHABLE || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        });
        resize(name, value.map(bytes -> bytes.length).orElse(-1));
        return value;
    }

    @Override
    public void write(String name, byte[] value, CurrentCheck current) throws IOException {
        if (value.length > ClusterEngine.MOST_BYTES) {
            throw new IOException("entry '" + name + "' of source '" + source + "' has " + value.length
                    + " bytes; a cluster stores at most " + ClusterEngine.MOST_BYTES);
        }
        current.require();
        call(name, () -> {
            engine.put(requireSession(), source, name, value);
            return true;
        });
        resize(name, value.length);
    }

    @Override
    public void delete(String name) throws IOException {
        call(name, () -> {
            engine.remove(requireSession(), source, name);
            return true;
        });
        resize(name, -1);
    }

    private String requireSession() throws ClusterException {
        String current = session.get();
        if (current == null) {
            throw new ClusterException(Kind.NOT_OWNER, "this process has no session");
        }
        return current;
    }

    private synchronized void resize(String name, int bytes) {
        if (bytes < 0) {
            sizes.remove(name);
        } else {
            sizes.put(name, (long) bytes);
        }
    }

    /** {@inheritDoc} Those that this process has read or written. */
    @Override
    public synchronized Map<String, Long> sizes() {
        return new TreeMap<>(sizes);
    }
}
