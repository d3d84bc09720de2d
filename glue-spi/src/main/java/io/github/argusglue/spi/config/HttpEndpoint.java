package io.github.argusglue.spi.config;

import java.net.URI;

/**
 * One HTTP server: its address and how to talk to it. Used with {@link Inline}, so that its keys have the same names in
 * every plugin.
 *
 * @param url absolute, {@code http} or {@code https}, with the path prefix if the server has one
 * @param access the rest
 */
public record HttpEndpoint(
        @Doc("Address of the server, with its path prefix if it has one")
        URI url,

        @Inline HttpAccess access) {

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is not an absolute HTTP address
     */
    public HttpEndpoint {
        requireHttp("url", url);
    }

    /**
     * Checks that an address is one of an HTTP server; for plugins with several addresses.
     *
     * @param key name of the key it was given for
     * @throws IllegalArgumentException if it is not absolute, has another scheme, no host, a query or user information
     */
    public static void requireHttp(String key, URI url) {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "'" + key + "' holds credentials: give them as 'username' and 'password' or 'token'");
        }
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + key + "' must be like https://host:port/prefix, not '" + url + "'");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + key + "' must have neither '?' nor '#': '" + url + "'");
        }
    }
}
