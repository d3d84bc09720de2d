package io.github.argusglue.plugin.etcd;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we trust, and how we show who we are: the files of a configuration as TLS needs them. */
final class Certificates {
    private Certificates() {}

    /** Reads the files. */
    static SslContext context(EtcdConfig config) throws IOException {
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        if (config.caFile().isPresent()) {
            builder.trustManager(trust("ca_file", config.caFile().get()));
        }
        if (config.clientCertificate().isPresent()) {
            Path file = config.clientCertificate().get();
            byte[] content = read("client_certificate", file);
            try {
                // The certificate and its key are in one file; each reader takes what it needs.
                builder.keyManager(new ByteArrayInputStream(content), new ByteArrayInputStream(content));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "'client_certificate': '" + file
                                + "' must contain the certificate and its private key (PKCS #8, not encrypted) as PEM",
                        e);
            }
        }
        return builder.build();
    }

    /** Returns what trusts the certificates of a file and those of the system. */
    private static TrustManagerFactory trust(String key, Path file) throws IOException {
        byte[] content = read(key, file);
        try (InputStream in = new ByteArrayInputStream(content)) {
            List<Certificate> trusted =
                    new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (trusted.isEmpty()) {
                throw new IOException("'" + key + "': '" + file + "' contains no certificate as PEM");
            }
            trusted.addAll(ofTheSystem());
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("trusted-" + i, trusted.get(i));
            }
            return factory(store);
        } catch (GeneralSecurityException e) {
            throw new IOException("'" + key + "': '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> ofTheSystem() throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager ofCertificates) {
                found.addAll(List.of(ofCertificates.getAcceptedIssuers()));
            }
        }
        return found;
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static byte[] read(String key, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("'" + key + "': '" + file + "' cannot be read: " + e, e);
        }
    }
}
