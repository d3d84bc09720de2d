package io.github.argusglue.core.control;

/** A running process could not be asked, or did not do what it was asked; the message is one line for people. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes one. */
    public ControlException(String message) {
        super(message);
    }

    ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
