package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.SourceException;
import java.util.List;
import java.util.Map;

/** A place that is read for each snapshot, and then has everything that is known: a command, a file or a folder. */
public interface DocumentSource extends AutoCloseable {
    /**
     * Returns all documents that are there now. If nothing has changed, the same list as before.
     *
     * @throws SourceException if they cannot be read completely; nothing is concluded then from what was read
     */
    List<Document> read() throws SourceException, InterruptedException;

    /** Returns the scopes that the last reading lacks, each with the reason, for people. */
    default Map<String, String> unreadable() {
        return Map.of();
    }

    /** Returns what of the last reading was made no message; as far as that is not said when documents are mapped. */
    default LeftOut leftOut() {
        return LeftOut.nothing();
    }

    /** Ends a {@link #read()} that hangs. */
    @Override
    default void close() {}
}
