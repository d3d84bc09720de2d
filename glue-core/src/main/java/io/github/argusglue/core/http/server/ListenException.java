package io.github.argusglue.core.http.server;

import java.io.IOException;

/** The endpoint cannot listen on its address; the message says where, why and what to do. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
