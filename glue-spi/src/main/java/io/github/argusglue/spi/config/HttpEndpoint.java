package io.github.argusglue.spi.config;

import java.net.URI;

/**
 * One HTTP server: its address and how to access it. Used with {@link Inline}, so that its keys have the same names in
 * every plugin.
 *
 * @param url absolute, {@code http} or {@code https}, with the path prefix if the server has one
 * @param access timeout, TLS, proxy, credentials and headers
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
     * Checks that an address is that of an HTTP server; for plugins with several addresses.
     *
     * @param key name of the configuration key, for the message
     * @throws IllegalArgumentException if the address is not absolute, has another scheme, no host, user information, a
     *     query or a fragment
     */
    public static void requireHttp(String key, URI url) {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "'" + key + "' contains credentials: use 'username' and 'password' or 'token' instead");
        }
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + key + "' must be like https://host:port/prefix, not '" + url + "'");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + key + "' must not contain '?' or '#': '" + url + "'");
        }
    }
}
