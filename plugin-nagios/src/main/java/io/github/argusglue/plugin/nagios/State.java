package io.github.argusglue.plugin.nagios;

/** State of a host or service by its last check. */
enum State {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN,
    UP,
    DOWN,
    UNREACHABLE;

    /** Returns the state of a service with this number, 0 to 3; any other number is {@link #UNKNOWN}. */
    static State ofService(int number) {
        return switch (number) {
            case 0 -> OK;
            case 1 -> WARNING;
            case 2 -> CRITICAL;
            default -> UNKNOWN;
        };
    }

    /** Returns the state of a host with this number, 0 to 2; any other number is {@link #DOWN}. */
    static State ofHost(int number) {
        return switch (number) {
            case 0 -> UP;
            case 2 -> UNREACHABLE;
            default -> DOWN;
        };
    }

    /** Returns whether this is a problem: neither OK nor UP. */
    boolean isProblem() {
        return this != OK && this != UP;
    }
}
