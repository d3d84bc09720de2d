package io.github.argusglue.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The checksums beside the archive, in the format of {@code sha256sum -c}. */
final class ChecksumsIT {
    private static final Path FOLDER = Path.of("target");
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

    @Test
    void theyNameTheArchiveAndTheBillOfMaterials() throws Exception {
        List<String> lines = Files.readAllLines(FOLDER.resolve("SHA256SUMS"));
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            assertTrue(parts.matches(), line);
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(FOLDER.resolve(parts.group(2))));
            assertEquals(parts.group(1), HexFormat.of().formatHex(digest), line);
        }
        String all = String.join("\n", lines);
        assertTrue(Pattern.compile("argus-glue-\\S+\\.tar\\.gz").matcher(all).find(), all);
        // A build with -Dquick makes none.
        assertEquals(Files.exists(FOLDER.resolve("SBOM.cdx.json")), all.contains("SBOM.cdx.json"), all);
    }

    @Test
    void enginesNameTheirLibraries() throws Exception {
        for (String engine : List.of("etcd", "kubernetes")) {
            try (DirectoryStream<Path> zips =
                    Files.newDirectoryStream(FOLDER, "argus-glue-cluster-" + engine + "-*.zip")) {
                Path zip = zips.iterator().next();
                try (ZipFile content = new ZipFile(zip.toFile())) {
                    assertNotNull(content.getEntry("LICENSE"), zip::toString);
                    ZipEntry list = content.getEntry("THIRD-PARTY.txt");
                    String libraries = new String(content.getInputStream(list).readAllBytes(), UTF_8);
                    assertTrue(libraries.contains(engine), libraries);
                    // An offline build makes none.
                    boolean offline = !Files.exists(FOLDER.resolve("SBOM.cdx.json"));
                    assertTrue(offline || content.getEntry("SBOM.cdx.json") != null, zip::toString);
                }
            }
        }
    }
}
