package io.github.argusglue.spi.http;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Unstable;
import java.io.IOException;

/**
 * Takes the lines of a stream; see {@link SourceHttpClient#follow}.
 *
 * <pre>{@code
 * line -> {
 *     if (json.readTree(line).path("type").asText().equals("StateChange")) {
 *         context.requestSnapshot();
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
@Unstable
public interface LineHandler {

    /**
     * Takes one line. Called on the thread of the stream, one line after the other.
     *
     * @param line in UTF-8, without its end; never blank
     * @throws IOException if the line is not what was expected, as parsers throw it; an unchecked exception will do,
     *     too. The connection is closed, {@link HttpStream#health} says why, and the stream is requested again
     * @throws SourceException if the line says that something failed; treated in the same way
     */
    void onLine(String line) throws IOException, SourceException;
}
