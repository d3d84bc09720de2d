package io.github.argusglue.plugin.kubernetes;

import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files that Kubernetes puts into a pod for its service account. Any thread. */
final class PodFiles {
    private final KubernetesConfig config;
    private volatile @Nullable String namespace;

    PodFiles(KubernetesConfig config) {
        this.config = config;
        this.namespace = config.namespace().orElse(null);
    }

    /** Returns the namespace of the configuration, or that of the pod. */
    String namespace() throws ClusterException {
        String known = namespace;
        if (known == null) {
            known = read(config.tokenFile().resolveSibling("namespace"), "outside a pod, set 'namespace'");
            namespace = known;
        }
        return known;
    }

    /** Checks that there is a token. */
    void requireToken() throws ClusterException {
        read(
                config.tokenFile(),
                "a pod has it with 'automountServiceAccountToken: true'; outside a pod, set 'token_file'");
    }

    /** Returns the token as it is now; an empty one if it cannot be read, which the API server refuses. */
    String token() {
        try {
            return Files.readString(config.tokenFile()).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the file with certificates. */
    String requireCertificates() throws ClusterException {
        read(config.caFile(), "a pod has it with 'automountServiceAccountToken: true'; outside a pod, set 'ca_file'");
        return config.caFile().toString();
    }

    private static String read(Path file, String cure) throws ClusterException {
        try {
            String text = Files.readString(file).strip();
            if (!text.isEmpty()) {
                return text;
            }
            throw new ClusterException(Kind.UNAUTHORIZED, "the file '" + file + "' is empty: " + cure);
        } catch (IOException e) {
            throw new ClusterException(
                    Kind.UNAUTHORIZED,
                    "cannot read '" + file + "' (" + e.getClass().getSimpleName() + "): " + cure,
                    e);
        }
    }
}
