package io.github.argusglue.spi.http;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Unstable;
import java.io.IOException;

/**
 * Reads a response. Which library parses the body is the plugin's choice.
 *
 * @param <T> what is read
 */
@Unstable
@FunctionalInterface
public interface ResponseReader<T> {

    /**
     * Reads a response. If it cannot be understood, any exception will do: the client reports it as
     * {@link SourceException.Kind#BAD_ANSWER}. If the connection breaks while the body is read, the exception of
     * {@link HttpResponse#body()} passes through, and the client reports {@link SourceException.Kind#UNREACHABLE}.
     *
     * @return what was read, not null
     * @throws IOException if the response cannot be read or understood
     * @throws SourceException if the response says that the request failed; passed on unchanged
     */
    T read(HttpResponse response) throws IOException, SourceException;
}
