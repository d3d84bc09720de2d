package io.github.argusglue.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
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

/** TLS with the certificate authorities of the system, those of a PEM file, and a client certificate. */
record Trust(SSLSocketFactory socketFactory, X509TrustManager trustManager) {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    /**
     * Reads the files.
     *
     * @param caFile certificates that are trusted in addition to the system's; null for none
     * @param clientCertificate the client certificate, its chain and its private key (PKCS #8); null for none
     * @throws IOException if a file cannot be used; the message names its configuration key, says why and what to do
     */
    static Trust read(@Nullable Path caFile, @Nullable Path clientCertificate) throws IOException {
        try {
            X509TrustManager trust = caFile == null ? trustManager(null) : trusting(caFile);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(clientCertificate == null ? null : keys(clientCertificate), new TrustManager[] {trust}, null);
            return new Trust(context.getSocketFactory(), trust);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot configure TLS: " + e, e);
        }
    }

    /** Fails as {@link #read} does if the file with trusted certificates cannot be used. */
    static void checkCaFile(Path file) throws IOException {
        certificates("ca_file", file);
    }

    /** Fails as {@link #read} does if the file with the client certificate cannot be used. */
    static void checkClientCertificate(Path file) throws IOException {
        Certificate own = certificates("client_certificate", file).iterator().next();
        try {
            if (!KeyPairs.belong(privateKey(file), own.getPublicKey())) {
                throw new IOException("'client_certificate': the private key in '" + file
                        + "' does not belong to the first certificate there: put our certificate first, then those of"
                        + " its CAs");
            }
            keys(file);
        } catch (GeneralSecurityException e) {
            throw new IOException("'client_certificate': the key in '" + file + "' cannot be read: " + e, e);
        }
    }

    /** Returns why our certificate is refused by servers that check its time; empty if it is valid now. */
    static Optional<String> notValidNow(Path clientCertificate) throws IOException {
        for (Certificate own : certificates("client_certificate", clientCertificate)) {
            try {
                ((X509Certificate) own).checkValidity();
            } catch (CertificateExpiredException e) {
                return Optional.of("has expired (" + e.getMessage() + "): renew it");
            } catch (CertificateNotYetValidException e) {
                return Optional.of("is not valid yet (" + e.getMessage() + "): check the clock");
            }
        }
        return Optional.empty();
    }

    private static X509TrustManager trusting(Path caFile) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate issuer : trustManager(null).getAcceptedIssuers()) {
            store.setCertificateEntry("system-" + number++, issuer);
        }
        for (Certificate own : certificates("ca_file", caFile)) {
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

    private static KeyManager[] keys(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = certificates("client_certificate", file);
        char[] none = new char[0];
        KeyStore store = emptyStore();
        PrivateKey key = privateKey(file);
        try {
            store.setKeyEntry("client", key, none, chain.toArray(Certificate[]::new));
        } catch (KeyStoreException e) {
            throw new IOException(
                    "'client_certificate': the certificates in '" + file + "' are no chain: put our"
                            + " certificate first, then that of the CA that issued it, and so on, and no other",
                    e);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String key, Path file) throws IOException {
        StringBuilder only = new StringBuilder();
        Matcher each = CERTIFICATE.matcher(text(key, file));
        while (each.find()) {
            only.append(each.group()).append('\n');
        }
        if (only.isEmpty()) {
            throw new IOException("'" + key + "': no certificate in PEM form in '" + file + "'");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(only.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IOException("'" + key + "': invalid certificate in '" + file + "': " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher pem = PRIVATE_KEY.matcher(text("client_certificate", file));
        if (!pem.find()) {
            throw new IOException("'client_certificate': no unencrypted PKCS #8 key ('BEGIN PRIVATE KEY') in '" + file
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
        throw new IOException("'client_certificate': the key in '" + file + "' is not an EC, RSA or Ed25519 key");
    }

    private static @Nullable PrivateKey privateKey(String algorithm, PKCS8EncodedKeySpec spec)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }

    private static String text(String key, Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException("'" + key + "': file '" + file + "' does not exist or is not readable", e);
        }
    }
}
