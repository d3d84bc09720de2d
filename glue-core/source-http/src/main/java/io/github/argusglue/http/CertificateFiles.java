package io.github.argusglue.http;

import io.github.argusglue.spi.config.HttpAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks the certificate files of a configuration before anything is sent. */
public final class CertificateFiles {
    private CertificateFiles() {}

    private interface Check {
        void of(Path file) throws IOException;
    }

    /** Reads the files and returns why they cannot be used, by configuration key; empty if they can. */
    public static Map<String, String> faults(HttpAccess access) {
        Map<String, String> faults = new LinkedHashMap<>();
        access.caFile().flatMap(CertificateFiles::faultOfCaFile).ifPresent(fault -> faults.put("ca_file", fault));
        access.clientCertificate()
                .flatMap(CertificateFiles::faultOfClientCertificate)
                .ifPresent(fault -> faults.put("client_certificate", fault));
        return faults;
    }

    private static void checkClientCertificate(Path file) throws IOException {
        Trust.checkClientCertificate(file);
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("'client_certificate': file '" + file
                    + "' contains a private key and is readable by everyone; run: chmod o-rwx '" + file + "'");
        }
    }

    /** Reads a file with certificates to trust and returns why it cannot be used; empty if it can. */
    public static Optional<String> faultOfCaFile(Path file) {
        return fault("ca_file", file, Trust::checkCaFile);
    }

    /** Reads a file with our certificate and its key, and returns why it cannot be used; empty if it can. */
    public static Optional<String> faultOfClientCertificate(Path file) {
        return fault("client_certificate", file, CertificateFiles::checkClientCertificate);
    }

    /** Returns that our certificate is out of date; empty if it is valid now, or cannot be read. */
    public static Optional<String> warningOfClientCertificate(Path file) {
        try {
            return Trust.notValidNow(file).map(why -> "the certificate in '" + file + "' " + why);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> fault(String key, Path file, Check check) {
        try {
            check.of(file);
            return Optional.empty();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            String prefix = "'" + key + "': ";
            return Optional.of(message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        }
    }
}
