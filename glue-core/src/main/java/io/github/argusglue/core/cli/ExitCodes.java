package io.github.argusglue.core.cli;

/** The exit codes of commands that show a state, beside 0, 1 and 2, which mean the same for every command. */
final class ExitCodes {
    /** Something should be looked at, but works. */
    static final int ATTENTION = 4;

    /** Something does not work until a person or another system acts. */
    static final int ACTION = 5;

    private ExitCodes() {}
}
