package io.github.argusglue.standin;

/**
 * A request that the stand-in received. Only the stand-in makes these.
 *
 * @param method such as {@code GET}
 * @param path with its query
 * @param status of the answer; 0 if the connection was cut instead
 */
public record StandInRequest(String method, String path, int status) {
    /** Tells whether it was to change something. */
    public boolean isWrite() {
        return !"GET".equals(method);
    }
}
