package io.github.argusglue.plugin.kubernetes;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of {@code [cluster]} with {@code engine = "kubernetes"}. The defaults are those inside a pod.
 *
 * @param namespace where the objects are; empty for the namespace of the pod
 * @param prefix beginning of the names of all objects
 * @param apiServer address of the API server
 * @param tokenFile token of the service account
 * @param caFile certificates that sign the one of the API server
 */
public record KubernetesConfig(
        @Doc("Namespace of the Leases and Secrets of the cluster. Default: the namespace of the pod")
        Optional<String> namespace,

        @Doc("Beginning of the names of all Leases and Secrets: small letters, digits and `-`. All processes of a"
                + " cluster have the same; two clusters in one namespace need different ones")
        @Default("argus-glue")
        String prefix,

        @Doc("Address of the API server") @Default("https://kubernetes.default.svc")
        URI apiServer,

        @Doc(
                "File with the token of the service account. It is read before each request, because Kubernetes replaces it")
        @Default("/var/run/secrets/kubernetes.io/serviceaccount/token")
        Path tokenFile,

        @Doc("File with the certificates that the certificate of the API server is signed with, as PEM. Not used for an"
                + " `api_server` with `http`")
        @Default("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt")
        Path caFile) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final int LONGEST_NAMESPACE = 63;
    private static final int LONGEST_PREFIX = 40;

    /**
     * Checks the names and the address.
     *
     * @throws IllegalArgumentException if one is not well-formed
     */
    public KubernetesConfig {
        namespace.ifPresent(name -> requireName("namespace", name, LONGEST_NAMESPACE));
        requireName("prefix", prefix, LONGEST_PREFIX);
        HttpEndpoint.requireHttp("api_server", apiServer);
    }

    private static void requireName(String key, String name, int longest) {
        if (!NAME.matcher(name).matches() || name.length() > longest) {
            throw new IllegalArgumentException("'" + key + "' is '" + name + "'; it must contain only small letters,"
                    + " digits and '-', begin and end with a letter or digit, and have at most " + longest
                    + " characters");
        }
    }
}
