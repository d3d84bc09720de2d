package io.github.argusglue.core.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.state.AtomicFile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ID of this installation, a random number in the state folder. It marks what we create in Argus and in sources, so
 * that two installations with sources of the same names do not mistake each other's objects for their own.
 */
final class InstallationId {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{16}");

    private final Path file;
    private final String id;
    private boolean persisted;

    @Inject
    InstallationId(GlueConfig atStart) {
        this(
                atStart.stateDir(),
                atStart.cluster().map(cluster -> cluster.keys().id()).orElse(null));
    }

    /** @param cluster name of the cluster, whose processes are one installation; null if there is none */
    private InstallationId(Path stateDir, @Nullable String cluster) {
        file = stateDir.resolve("installation");
        String found = cluster == null ? read(file) : ofCluster(cluster);
        persisted = !found.isEmpty();
        id = persisted ? found : random();
    }

    /** Reads the ID, or generates one without writing it. */
    InstallationId(Path stateDir) {
        this(stateDir, null);
    }

    private static String ofCluster(String cluster) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(("cluster " + cluster).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file).strip();
            if (FORMAT.matcher(text).matches()) {
                return text;
            }
            log.warn("{} does not contain 16 hexadecimal digits and is replaced", file);
        } catch (NoSuchFileException e) {
            log.debug("{} does not exist yet", file);
        } catch (IOException e) {
            log.warn(
                    "cannot read {}: this installation does not recognise its own silences and incidents: {}", file, e);
        }
        return "";
    }

    private static String random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String id() {
        return id;
    }

    /** Writes the ID unless it is stored already. */
    synchronized void persist() {
        if (persisted) {
            return;
        }
        try {
            AtomicFile.write(file, (id + "\n").getBytes(UTF_8));
            persisted = true;
        } catch (IOException e) {
            log.warn(
                    "cannot write {}: after a restart this installation has a new ID and does not"
                            + " recognise its own silences and incidents: {}",
                    file,
                    e.toString());
        }
    }
}
