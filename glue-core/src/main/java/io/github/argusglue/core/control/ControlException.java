package io.github.argusglue.core.control;

import org.jspecify.annotations.Nullable;

/** The running process could not be reached, or rejected the command; the message is one line for users. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean isUsage;

    /** Creates the exception. */
    public ControlException(String message) {
        this(message, null, false);
    }

    ControlException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ControlException(String message, @Nullable Throwable cause, boolean isUsage) {
        super(message, cause);
        this.isUsage = isUsage;
    }

    static ControlException refused(String message, boolean isUsage) {
        return new ControlException(message, null, isUsage);
    }

    /** Returns whether the command can never succeed, because it names what does not exist. */
    public boolean isUsage() {
        return isUsage;
    }
}
