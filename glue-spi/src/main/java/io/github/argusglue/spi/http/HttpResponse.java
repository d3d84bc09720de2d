package io.github.argusglue.spi.http;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Unstable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** A response, valid until its {@link ResponseReader} returns. Only the core implements it, so methods may be added. */
@Unstable
public interface HttpResponse {

    /** Returns the status code. */
    int status();

    /** Returns the last value of a header; the case of its name does not matter. */
    Optional<String> header(String name);

    /**
     * Returns when the server sent the response, by its own clock (header {@code Date}), in whole seconds; the time of
     * the context's clock if the server does not say. Use it to judge other times of the same server.
     */
    Instant time();

    /**
     * Returns the body, decompressed. The stream fails if the response ends early, takes too long or is larger than
     * {@link HttpRequest#maxBytes}. It needs not be closed.
     */
    InputStream body();

    /**
     * Reads the whole body as text, in the character set of the header {@code Content-Type} or UTF-8.
     *
     * @throws IOException if it cannot be read to its end
     */
    String text() throws IOException;

    /**
     * Returns the exception that {@link SourceHttpClient#send} throws for this response if its status is not accepted.
     * For readers that accept a status for some bodies only.
     */
    SourceException failure();
}
