package io.github.argusglue.plugin.nagios.livestatus;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS for a connection that is not HTTP. */
final class LivestatusTls {
    private LivestatusTls() {}

    /** Encrypts a connection after it has checked the server's certificate. */
    static Socket encrypt(Socket plain, LivestatusConfig config) throws IOException {
        SSLSocketFactory factory = config.access().caFile().isEmpty()
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : trusting(config.access().caFile().get());
        String host = config.access().serverName().orElse(config.host());
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Returns a factory that trusts the certificates of the file, and no others. */
    private static SSLSocketFactory trusting(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate issuer : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("own-" + store.size(), issuer);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("'ca_file': cannot use '" + file + "': " + e.getMessage(), e);
        }
    }
}
