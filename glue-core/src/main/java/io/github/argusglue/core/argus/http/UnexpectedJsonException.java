package io.github.argusglue.core.argus.http;

import java.io.IOException;

/** The answer is not JSON, or not the JSON that Argus sends. */
final class UnexpectedJsonException extends IOException {
    private static final long serialVersionUID = 1;

    UnexpectedJsonException(String message) {
        super(message);
    }
}
