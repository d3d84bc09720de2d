package io.github.argusglue.plugin.zino;

import java.util.List;

/**
 * Zino's reply to one command.
 *
 * @param code three digits
 * @param text rest of the first line
 * @param body lines before the single dot; empty if the code has no body
 */
record ZinoReply(int code, String text, List<String> body) {
    static final int DONE = 200;
    static final int LOG = 300;
    static final int HISTORY = 301;
    static final int SEND_TEXT = 302;
    static final int ATTRIBUTES = 303;
    static final int CASES = 304;
    static final int ERROR = 500;

    /** Replaces the rest of the body if Zino fails in the middle of it. */
    static final String INTERNAL_ERROR = "500 internal error";

    boolean isError() {
        return code == ERROR;
    }

    /** Returns whether Zino does not know the case. */
    boolean isUnknownCase() {
        return isError() && text.endsWith("does not exist");
    }

    /** Returns whether Zino refuses to reopen a closed case. */
    boolean isReopenRefused() {
        return isError() && text.startsWith("Cannot reopen");
    }
}
