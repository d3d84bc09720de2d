package io.github.argusglue.core.argus.http;

import java.io.IOException;

/** An answer that is JSON, or not even that, but not what Argus answers. */
final class UnexpectedJsonException extends IOException {
    private static final long serialVersionUID = 1;

    UnexpectedJsonException(String message) {
        super(message);
    }
}
