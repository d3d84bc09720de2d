package io.github.argusglue.plugin.nagios.model;

/** State of a host or service by its last check. */
public enum State {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN,
    UP,
    DOWN,
    UNREACHABLE;

    private static final State[] SERVICE = {OK, WARNING, CRITICAL, UNKNOWN};
    private static final State[] HOST = {UP, DOWN, UNREACHABLE};

    /**
     * Returns the state of a service.
     *
     * @param number 0 to 3, as in status.dat; any other number is {@link #UNKNOWN}
     */
    public static State ofService(int number) {
        return number >= 0 && number < SERVICE.length ? SERVICE[number] : UNKNOWN;
    }

    /**
     * Returns the state of a host.
     *
     * @param number 0 to 2, as in status.dat; any other number is {@link #DOWN}
     */
    public static State ofHost(int number) {
        return number >= 0 && number < HOST.length ? HOST[number] : DOWN;
    }

    /** Returns whether this is a problem: neither OK nor UP. */
    public boolean isProblem() {
        return this != OK && this != UP;
    }
}
