package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.RefusedException;
import java.util.List;

/** Takes documents when they arrive. Safe for use by several threads. */
@FunctionalInterface
public interface DocumentSink {

    /**
     * Takes all messages of some documents, or none. When it returns, they are on disk, and a snapshot is requested.
     *
     * @throws RefusedException if none was taken; the message names the origin of the document and what is wrong
     */
    void take(List<Document> documents) throws RefusedException;
}
