package io.github.argusglue.spi.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * One HTTP server: its address and how to access it. Used with {@link Inline}, so that its keys have the same names in
 * every plugin. Immutable.
 */
@KeysOf(HttpEndpoint.Keys.class)
public final class HttpEndpoint {
    private final Keys keys;

    private HttpEndpoint(Keys keys) {
        this.keys = keys;
    }

    /**
     * Returns an endpoint. For tests.
     *
     * @throws IllegalArgumentException if the address is not that of an HTTP server; see {@link #requireHttp}
     */
    public static HttpEndpoint of(URI url, HttpAccess access) {
        return new HttpEndpoint(new Keys(url, requireNonNull(access, "access is null")));
    }

    /** Returns the address: absolute, {@code http} or {@code https}, with the path prefix if the server has one. */
    public URI url() {
        return keys.url;
    }

    /** Returns timeout, TLS, proxy, credentials and headers. */
    public HttpAccess access() {
        return keys.access;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpEndpoint endpoint && endpoint.keys.equals(keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    /** Returns all values; secrets are masked. */
    @Override
    public String toString() {
        return "HttpEndpoint" + keys.toString().substring("Keys".length());
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

    /** The keys, as they are written in the configuration file. */
    record Keys(
            @Doc("Address of the server, with its path prefix if it has one")
            URI url,

            @Inline HttpAccess access) {
        Keys {
            requireHttp("url", url);
        }
    }
}
