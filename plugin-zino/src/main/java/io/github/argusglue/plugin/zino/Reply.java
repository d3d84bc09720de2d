package io.github.argusglue.plugin.zino;

import java.util.List;

/**
 * What Zino said to one command.
 *
 * @param code three digits
 * @param text rest of the first line
 * @param body lines up to the lone dot, without it; none if the code promises none
 */
record Reply(int code, String text, List<String> body) {
    static final int DONE = 200;
    static final int LOG = 300;
    static final int HISTORY = 301;
    static final int SEND_TEXT = 302;
    static final int ATTRIBUTES = 303;
    static final int CASES = 304;
    static final int ERROR = 500;

    /** Takes the place of a body's end when Zino fails in the middle. */
    static final String INTERNAL_ERROR = "500 internal error";

    boolean isError() {
        return code == ERROR;
    }

    /** Tells whether it says that a case is not known, or not any more. */
    boolean isUnknownCase() {
        return isError() && text.endsWith("does not exist");
    }

    /** Tells whether it says that a closed case stays closed. */
    boolean isClosedForGood() {
        return isError() && text.startsWith("Cannot reopen");
    }
}
