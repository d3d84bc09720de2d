package io.github.argusglue.plugin.etcd;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys of {@code [cluster]} that belong to {@code engine = "etcd"}.
 *
 * @param endpoints client addresses of the members, all with the same scheme
 * @param user who signs in; present together with the password
 * @param caFile trusted in addition to the system's certificates
 * @param clientCertificate certificate and key in one file
 * @param prefix begins and ends with a slash
 */
record EtcdConfig(
        @Doc("Client addresses of all members of the etcd cluster, such as `https://etcd1.example.org:2379`")
        List<URI> endpoints,

        @Doc("User of etcd, if its authentication is on") Optional<String> user,
        @Doc("Password of this user") Optional<Secret> password,

        @Doc("PEM file with certificates to trust in addition to the system's")
        Optional<Path> caFile,

        @Doc("PEM file with the client certificate and its private key (PKCS #8)")
        Optional<Path> clientCertificate,

        @Doc("What all keys in etcd begin with. The processes of one cluster have the same prefix, and two clusters"
                + " that share an etcd have different ones")
        @Default("/argus-glue/")
        String prefix) {

    EtcdConfig {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "'endpoints' must name at least one member, such as \"https://etcd1.example.org:2379\"");
        }
        endpoints = List.copyOf(endpoints);
        endpoints.forEach(EtcdConfig::checkEndpoint);
        if (endpoints.stream().map(EtcdConfig::scheme).distinct().count() > 1) {
            throw new IllegalArgumentException("'endpoints' must be all http or all https");
        }
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("'user' and 'password' must be given together");
        }
        if (!scheme(endpoints.get(0)).equals("https") && (caFile.isPresent() || clientCertificate.isPresent())) {
            throw new IllegalArgumentException((caFile.isPresent() ? "'ca_file'" : "'client_certificate'")
                    + " needs 'endpoints' that begin with https://");
        }
        if (!prefix.matches("/([A-Za-z0-9._-]+/)+")) {
            throw new IllegalArgumentException(
                    "'prefix' must begin and end with '/', such as \"/argus-glue/\", and not '" + prefix + "'");
        }
    }

    private static void checkEndpoint(URI endpoint) {
        String path = endpoint.getPath();
        if (!scheme(endpoint).matches("https?")
                || endpoint.getHost() == null
                || endpoint.getUserInfo() != null
                || (path != null && !path.isEmpty() && !path.equals("/"))) {
            throw new IllegalArgumentException("'endpoints' must be like https://etcd1.example.org:2379, and not '"
                    + (endpoint.getUserInfo() == null ? endpoint : "an address with a password") + "'");
        }
    }

    private static String scheme(URI endpoint) {
        return String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    }

    boolean isEncrypted() {
        return scheme(endpoints.get(0)).equals("https");
    }

    /** Returns the addresses, for messages. */
    String addresses() {
        return endpoints.stream().map(URI::toString).collect(Collectors.joining(", "));
    }
}
