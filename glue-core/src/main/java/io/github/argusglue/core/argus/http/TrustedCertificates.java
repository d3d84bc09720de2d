package io.github.argusglue.core.argus.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities of the system plus those of a PEM file. */
public record TrustedCertificates(SSLSocketFactory socketFactory, X509TrustManager trustManager) {

    /** Reads the file. If it cannot be read, the message of the exception names it. */
    public static TrustedCertificates withFile(Path pem) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(pem);
            Collection<? extends Certificate> added =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (added.isEmpty()) {
                throw new IOException("CA file '" + pem + "' contains no certificate; it must be PEM");
            }
            return of(added);
        } catch (GeneralSecurityException e) {
            throw new IOException("CA file '" + pem + "' cannot be read as PEM certificates: " + e.getMessage(), e);
        }
    }

    private static TrustedCertificates of(Collection<? extends Certificate> added)
            throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (X509Certificate system : trustManager(null).getAcceptedIssuers()) {
            all.setCertificateEntry("system-" + number++, system);
        }
        for (Certificate certificate : added) {
            all.setCertificateEntry("added-" + number++, certificate);
        }
        X509TrustManager both = trustManager(all);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {both}, null);
        return new TrustedCertificates(context.getSocketFactory(), both);
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
}
