package io.github.argusglue.core.control;

/** The running process could not be reached, or rejected the command; the message is one line for users. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1;

    /** Creates the exception. */
    public ControlException(String message) {
        super(message);
    }

    ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
