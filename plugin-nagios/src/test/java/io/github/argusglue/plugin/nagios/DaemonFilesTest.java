package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonFilesTest {
    private static final Optional<Path> NONE = Optional.empty();

    @TempDir
    Path dir;

    private FilesConfig config(String text) throws IOException {
        Path file = Files.writeString(dir.resolve("nagios.cfg"), text);
        return new FilesConfig(Optional.of(file), NONE, NONE, NONE, NONE, NONE);
    }

    @Test
    void nagiosCfgNamesTheFiles() throws Exception {
        DaemonFiles files = DaemonFiles.of(config("""
                # status_file=/wrong
                cfg_file=objects.cfg
                log_file=/var/log/nagios4/nagios.log
                  status_file = /var/lib/nagios4/status.dat
                object_cache_file=../cache/objects.cache
                command_file=rw/nagios.cmd
                status_update_interval=30
                """));
        assertEquals(Path.of("/var/lib/nagios4/status.dat"), files.status());
        assertEquals(dir.resolveSibling("cache/objects.cache"), files.objects());
        assertTrue(files.objectsNamed());
        assertEquals(Optional.of(Path.of("/var/log/nagios4/nagios.log")), files.log());
        assertEquals(Optional.of(dir.resolve("rw/nagios.cmd")), files.command());
        assertEquals(Duration.ofMinutes(3), files.maxAge());
    }

    @Test
    void keysOfTheSourceOverride() throws Exception {
        FilesConfig said =
                config("status_file=/a/status.dat\nobject_cache_file=/a/o\nlog_file=/a/l\ncommand_file=/a/c\n");
        DaemonFiles files = DaemonFiles.of(new FilesConfig(
                said.configFile(),
                Optional.of(Path.of("/b/s")),
                Optional.of(Path.of("/b/o")),
                Optional.of(Path.of("/b/l")),
                Optional.of(Path.of("/b/c")),
                NONE));
        assertEquals(
                "DaemonFiles[status=/b/s, objects=/b/o, objectsNamed=true, log=Optional[/b/l], command=Optional[/b/c],"
                        + " saveInterval=PT10S]",
                files.toString());
    }

    @Test
    void namesOfOlderVersions() throws Exception {
        DaemonFiles files = DaemonFiles.of(config(
                "xsddefault_status_file=/a/status.dat\nxodtemplate_cache_file=/a/o\nstatus_update_interval=x\n"));
        assertEquals(Path.of("/a/status.dat"), files.status());
        assertEquals(Path.of("/a/o"), files.objects());
        assertEquals(Duration.ofMinutes(1), files.maxAge());
    }

    @Test
    void objectsBesideTheStatus() throws Exception {
        DaemonFiles files = DaemonFiles.of(new FilesConfig(NONE, Optional.of(Path.of("/a/s")), NONE, NONE, NONE, NONE));
        assertEquals(Path.of("/a/objects.cache"), files.objects());
        assertFalse(files.objectsNamed());
    }

    @Test
    void faultsOfTheConfiguration() throws Exception {
        FilesConfig empty = config("");
        assertEquals(
                "'" + dir.resolve("nagios.cfg") + "' does not name the status file: set 'status_file'",
                assertThrows(SourceException.class, () -> DaemonFiles.of(empty)).getMessage());
        Files.delete(dir.resolve("nagios.cfg"));
        assertEquals(
                "'" + dir.resolve("nagios.cfg") + "' does not exist: check 'config_file'",
                assertThrows(SourceException.class, () -> DaemonFiles.of(empty)).getMessage());
        IllegalArgumentException unclear = assertThrows(
                IllegalArgumentException.class,
                () -> new FilesConfig(NONE, NONE, NONE, Optional.of(Path.of("/l")), NONE, NONE));
        assertTrue(requireNonNull(unclear.getMessage())
                .startsWith("set 'config_file' (the path of nagios.cfg) or 'status_file'"));
        assertFalse(new FilesConfig(NONE, NONE, NONE, NONE, NONE, NONE).isSet());
    }

    @Test
    void missingPermissionNamesTheGroup() throws Exception {
        Path file = Files.createFile(
                dir.resolve("status.dat"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        SourceException refused = FileFault.of(file, new AccessDeniedException(file.toString()), "");
        assertEquals(SourceException.Kind.UNAUTHORIZED, refused.kind());
        String group = Files.getAttribute(file, "posix:group").toString();
        assertTrue(requireNonNull(refused.getMessage()).contains("'" + file + "' is rw-r----- "), refused.getMessage());
        assertTrue(
                refused.getMessage()
                        .endsWith("Add the user of argus-glue to the group '" + group
                                + "' (usermod -aG) and restart argus-glue"),
                refused.getMessage());
    }
}
