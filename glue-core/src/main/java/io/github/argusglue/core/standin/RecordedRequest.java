package io.github.argusglue.core.standin;

/**
 * A request that the stand-in got.
 *
 * @param method such as "GET"
 * @param path with its query
 * @param status answered; 0 if it was answered by cutting the connection
 */
public record RecordedRequest(String method, String path, int status) {
    /** Tells whether it was to change something. */
    public boolean isWrite() {
        return !"GET".equals(method);
    }
}
