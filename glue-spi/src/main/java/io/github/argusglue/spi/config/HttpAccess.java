package io.github.argusglue.spi.config;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Unstable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to access an HTTP server, apart from its address: the same keys in every plugin. Used with {@link Inline} as a
 * component of a configuration record, and passed to {@link io.github.argusglue.spi.SourceContext#http}. Immutable.
 * Later versions may have more keys.
 */
@KeysOf(HttpAccess.Keys.class)
public final class HttpAccess {
    private static final String BEARER = "Bearer";

    private final Keys keys;
    private final String tokenScheme;

    @SuppressWarnings("UnusedMethod") // The core finds it by KeysOf.
    private HttpAccess(Keys keys) {
        this(keys, BEARER);
    }

    private HttpAccess(Keys keys, String tokenScheme) {
        this.keys = keys;
        this.tokenScheme = tokenScheme;
    }

    /** Returns a builder with the defaults: a timeout of ten seconds and nothing else. For tests. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these values. For plugins that know better defaults, such as the budget of a cloud. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.timeout = keys.timeout;
        builder.caFile = keys.caFile;
        builder.clientCertificate = keys.clientCertificate;
        builder.serverName = keys.serverName;
        builder.proxy = keys.proxy;
        builder.username = keys.username;
        builder.password = keys.password;
        builder.token = keys.token;
        builder.tokenScheme = tokenScheme;
        builder.headers.putAll(keys.headers);
        builder.requestsPerHour = keys.requestsPerHour;
        builder.requestsPerDay = keys.requestsPerDay;
        return builder;
    }

    /** Returns the maximum time for a whole response. */
    public Duration timeout() {
        return keys.timeout;
    }

    /** Returns the PEM file with certificates that are trusted in addition to the system's; empty for none. */
    public Optional<Path> caFile() {
        return keys.caFile;
    }

    /** Returns the PEM file with the client certificate and its private key (PKCS #8); empty for none. */
    public Optional<Path> clientCertificate() {
        return keys.clientCertificate;
    }

    /** Returns the name that the server's certificate must contain; empty for the host of the address. */
    public Optional<String> serverName() {
        return keys.serverName;
    }

    /** Returns the HTTP proxy, {@code http://host:port}; empty for none. */
    public Optional<URI> proxy() {
        return keys.proxy;
    }

    /** Returns the user name for basic authentication, present together with the password. */
    public Optional<String> username() {
        return keys.username;
    }

    /** Returns the password for basic authentication. */
    public Optional<Secret> password() {
        return keys.password;
    }

    /** Returns the token that is sent as {@code Authorization: Bearer}, or with another {@link #tokenScheme}. */
    public Optional<Secret> token() {
        return keys.token;
    }

    /**
     * Returns the word before the token in the header {@code Authorization}; {@code Bearer} unless a plugin sets it.
     */
    @Unstable
    public String tokenScheme() {
        return tokenScheme;
    }

    /** Returns the headers of each request, for example {@code X-Scope-OrgID}; unmodifiable. */
    public Map<String, Secret> headers() {
        return keys.headers;
    }

    /** Returns how many requests may be sent in any hour; empty for any number. */
    public Optional<Integer> requestsPerHour() {
        return limit(keys.requestsPerHour);
    }

    /** Returns how many requests may be sent in any 24 hours; empty for any number. */
    public Optional<Integer> requestsPerDay() {
        return limit(keys.requestsPerDay);
    }

    private static Optional<Integer> limit(int most) {
        return most == 0 ? Optional.empty() : Optional.of(most);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpAccess access && access.keys.equals(keys) && access.tokenScheme.equals(tokenScheme);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    /** Returns all values; secrets are masked. */
    @Override
    public String toString() {
        return "HttpAccess" + keys.toString().substring("Keys".length());
    }

    /** Collects the values of an {@link HttpAccess}. */
    public static final class Builder {
        private Duration timeout = Duration.ofSeconds(10);
        private Optional<Path> caFile = Optional.empty();
        private Optional<Path> clientCertificate = Optional.empty();
        private Optional<String> serverName = Optional.empty();
        private Optional<URI> proxy = Optional.empty();
        private Optional<String> username = Optional.empty();
        private Optional<Secret> password = Optional.empty();
        private Optional<Secret> token = Optional.empty();
        private String tokenScheme = BEARER;
        private final Map<String, Secret> headers = new LinkedHashMap<>();
        private int requestsPerHour;
        private int requestsPerDay;

        private Builder() {}

        /** Sets the maximum time for a whole response. */
        public Builder timeout(Duration limit) {
            timeout = requireNonNull(limit, "limit is null");
            return this;
        }

        /** Sets the PEM file with certificates that are trusted in addition to the system's. */
        public Builder caFile(Path file) {
            caFile = Optional.of(file);
            return this;
        }

        /** Sets the PEM file with the client certificate and its private key. */
        public Builder clientCertificate(Path file) {
            clientCertificate = Optional.of(file);
            return this;
        }

        /** Sets the name that the server's certificate must contain. */
        public Builder serverName(String name) {
            serverName = Optional.of(name);
            return this;
        }

        /** Sets the HTTP proxy. */
        public Builder proxy(URI address) {
            proxy = Optional.of(address);
            return this;
        }

        /** Sets user name and password for basic authentication. */
        public Builder basic(String user, Secret secret) {
            username = Optional.of(user);
            password = Optional.of(secret);
            return this;
        }

        /** Sets the token for {@code Authorization: Bearer}. */
        public Builder token(Secret secret) {
            token = Optional.of(secret);
            return this;
        }

        /**
         * Sets the word before the token in the header {@code Authorization}. For systems with a scheme of their own:
         * {@code access.toBuilder().tokenScheme("Token").build()} sends {@code Authorization: Token …}.
         *
         * @param scheme letters, digits and hyphens
         * @throws IllegalArgumentException if it is something else
         */
        @Unstable
        public Builder tokenScheme(String scheme) {
            if (!scheme.matches("[A-Za-z0-9-]+")) {
                throw new IllegalArgumentException("'" + scheme + "' is not a scheme of the header Authorization");
            }
            tokenScheme = scheme;
            return this;
        }

        /**
         * Removes user name, password and token. For plugins that sign in with them in another way than with the header
         * {@code Authorization}.
         */
        public Builder withoutCredentials() {
            username = Optional.empty();
            password = Optional.empty();
            token = Optional.empty();
            return this;
        }

        /** Adds a header that is sent with each request. */
        public Builder header(String name, Secret value) {
            headers.put(requireNonNull(name, "name is null"), requireNonNull(value, "value is null"));
            return this;
        }

        /** Sets how many requests may be sent in any hour; 0 for any number. */
        public Builder requestsPerHour(int most) {
            requestsPerHour = most;
            return this;
        }

        /** Sets how many requests may be sent in any 24 hours; 0 for any number. */
        public Builder requestsPerDay(int most) {
            requestsPerDay = most;
            return this;
        }

        /**
         * Returns the access.
         *
         * @throws IllegalArgumentException if the values contradict each other; the message names the keys
         */
        public HttpAccess build() {
            Keys keys = new Keys(
                    timeout,
                    caFile,
                    clientCertificate,
                    serverName,
                    proxy,
                    username,
                    password,
                    token,
                    headers,
                    requestsPerHour,
                    requestsPerDay);
            return new HttpAccess(keys, tokenScheme);
        }
    }

    /** The keys, as they are written in the configuration file. */
    record Keys(
            @Doc("Maximum time for a whole response") @Default("10s") @Range(min = "100ms", max = "10m")
            Duration timeout,

            @Doc("PEM file with certificates to trust in addition to the system's")
            Optional<Path> caFile,

            @Doc("PEM file with the client certificate and its private key (PKCS #8)")
            Optional<Path> clientCertificate,

            @Doc("Name that the server's certificate must contain, if it is not the host in the address")
            Optional<String> serverName,

            @Doc("HTTP proxy, `http://host:port`") Optional<URI> proxy,
            @Doc("User name for basic authentication") Optional<String> username,
            @Doc("Password for basic authentication") Optional<Secret> password,
            @Doc("Token sent as `Authorization: Bearer`") Optional<Secret> token,

            @Doc("Headers sent with each request, such as `X-Scope-OrgID`")
            Map<String, Secret> headers,

            @Doc("How many requests may be sent in any hour; when they are spent, the source waits. 0 for any number")
            @Default("0")
            @Range(min = "0", max = "1000000")
            int requestsPerHour,

            @Doc("How many requests may be sent in any 24 hours; 0 for any number")
            @Default("0")
            @Range(min = "0", max = "10000000")
            int requestsPerDay) {

        Keys {
            if (username.isPresent() != password.isPresent()) {
                throw new IllegalArgumentException("'username' and 'password' must be given together");
            }
            if (username.isPresent() && token.isPresent()) {
                throw new IllegalArgumentException("give either 'token' or 'username' and 'password', not both");
            }
            if (proxy.isPresent()
                    && (proxy.get().getHost() == null || proxy.get().getPort() < 0)) {
                throw new IllegalArgumentException("'proxy' must be like http://proxy.example.org:3128");
            }
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }
}
