package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS configuration with additional trusted certificates and a client certificate. */
record Tls(SSLSocketFactory sockets, X509TrustManager trust) {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    /**
     * Returns the TLS configuration for {@code ca_file} and {@code client_certificate}; empty if neither is set.
     *
     * @throws SourceException if a file cannot be used
     */
    static Optional<Tls> of(HttpAccess access) throws SourceException {
        if (access.caFile().isEmpty() && access.clientCertificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            X509TrustManager trust = trust(access.caFile());
            KeyManager @Nullable [] keys = access.clientCertificate().isPresent()
                    ? keys(access.clientCertificate().get())
                    : null;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return Optional.of(new Tls(context.getSocketFactory(), trust));
        } catch (GeneralSecurityException | IOException e) {
            throw SourceException.badAnswer("cannot configure TLS: " + e, e);
        }
    }

    private static X509TrustManager trust(Optional<Path> caFile)
            throws SourceException, GeneralSecurityException, IOException {
        X509TrustManager system = trustManager(null);
        if (caFile.isEmpty()) {
            return system;
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate issuer : system.getAcceptedIssuers()) {
            store.setCertificateEntry("system-" + number++, issuer);
        }
        for (Certificate own : certificates("ca_file", caFile.get())) {
            store.setCertificateEntry("own-" + number++, own);
        }
        return trustManager(store);
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }

    private static KeyManager[] keys(Path file) throws SourceException, GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = certificates("client_certificate", file);
        char[] none = new char[0];
        KeyStore store = emptyStore();
        store.setKeyEntry("client", privateKey(file), none, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String key, Path file)
            throws SourceException, GeneralSecurityException {
        String pem = text(key, file);
        int from = pem.indexOf("-----BEGIN CERTIFICATE-----");
        if (from < 0) {
            throw SourceException.unauthorized("'" + key + "': no certificate in PEM form in '" + file + "'");
        }
        StringBuilder only = new StringBuilder();
        Matcher each = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
                .matcher(pem);
        while (each.find()) {
            only.append(each.group()).append('\n');
        }
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(only.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey privateKey(Path file) throws SourceException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(text("client_certificate", file));
        if (!pem.find()) {
            throw SourceException.unauthorized(
                    "'client_certificate': no unencrypted PKCS #8 key ('BEGIN PRIVATE KEY') in '" + file
                            + "': convert the key with 'openssl pkcs8 -topk8 -nocrypt'");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            PrivateKey key = privateKey(algorithm, spec);
            if (key != null) {
                return key;
            }
        }
        throw SourceException.unauthorized(
                "'client_certificate': the key in '" + file + "' is not an EC, RSA or Ed25519 key");
    }

    private static @Nullable PrivateKey privateKey(String algorithm, PKCS8EncodedKeySpec spec)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }

    private static String text(String key, Path file) throws SourceException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw SourceException.unauthorized("'" + key + "': '" + file + "' cannot be read: " + e);
        }
    }
}
