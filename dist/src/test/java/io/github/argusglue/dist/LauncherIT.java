package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The launcher finds its folder and a Java, and reports clearly if it cannot. */
@Execution(ExecutionMode.CONCURRENT)
final class LauncherIT {
    private final Path dir;
    private final Program program;

    LauncherIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @Test
    void startsThroughSymbolicLinks() throws Exception {
        Path near = Files.createSymbolicLink(dir.resolve("near"), Program.LAYOUT.resolve("bin/argus-glue"));
        Path far = Files.createSymbolicLink(dir.resolve("far"), near.getFileName());
        Program.Result result = program.run(far, "version");
        Files.delete(near);
        assertEquals("", result.stderr());
        assertEquals(0, result.exitCode());
        assertTrue(result.stdout().startsWith("argus-glue "), result.stdout());
    }

    @Test
    void startsFromTheSearchPathAndFromAFolderWithABlankInItsName() throws Exception {
        Path moved = program.copyOfLayout("moved here");
        program.environment.put("PATH", moved.resolve("bin") + ":" + System.getenv("PATH"));
        Program.Result result = program.run(Path.of("argus-glue"), "version");
        assertEquals("", result.stderr(), "an archive of classes that does not fit is not worth a word");
        assertEquals(0, result.exitCode());
    }

    @Test
    void takesTheExecutableAsWellAsTheHome() throws Exception {
        program.environment.put("ARGUS_GLUE_JAVA", Program.THIS_JAVA + "/bin/java");
        assertEquals(new Program.Result(0, version(), ""), program.run("version"));
    }

    @Test
    void archiveOfClassesIsMadeAndUsed() throws Exception {
        Path moved = program.copyOfLayout("moved");
        Path launcher = moved.resolve("bin/argus-glue");
        program.environment.put("ARGUS_GLUE_SHARE_CLASSES", "1");
        assertEquals(new Program.Result(0, version(), ""), program.run(launcher, "version"));
        program.environment.remove("ARGUS_GLUE_SHARE_CLASSES");
        program.environment.put("ARGUS_GLUE_JAVA_OPTS", "-Xlog:class+load:file=" + dir.resolve("classes"));
        assertEquals(new Program.Result(0, version(), ""), program.run(launcher, "version"));
        assertTrue(
                Files.readString(dir.resolve("classes"))
                        .contains("io.github.argusglue.dist.Main source: shared objects file (top)"),
                "its own classes come from the archive");
    }

    @Test
    void damagedArchiveOfClassesIsPassedOver() throws Exception {
        Path moved = program.copyOfLayout("moved");
        Path launcher = moved.resolve("bin/argus-glue");
        program.environment.put("ARGUS_GLUE_SHARE_CLASSES", "1");
        assertEquals(new Program.Result(0, version(), ""), program.run(launcher, "version"));
        program.environment.remove("ARGUS_GLUE_SHARE_CLASSES");
        Path archive = moved.resolve("lib/argus-glue.jsa");
        Files.delete(archive);
        Files.writeString(archive, "not an archive");
        assertEquals(new Program.Result(0, version(), ""), program.run(launcher, "version"));
    }

    @Test
    void olderJavaIsNamed() throws Exception {
        Path old = javaHome("JAVA_VERSION=\"11.0.2\"\n");
        program.environment.put("ARGUS_GLUE_JAVA", old.toString());
        Program.Result result = program.run("version");
        assertEquals(2, result.exitCode());
        assertTrue(
                result.stderr()
                        .contains(
                                "Java 17 or newer is needed: '" + old + "/bin/java' (ARGUS_GLUE_JAVA) is Java 11.0.2"),
                result.stderr());
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        program.environment.put("ARGUS_GLUE_JAVA", dir + "/nowhere");
        Program.Result result = program.run("version");
        assertEquals(2, result.exitCode());
        assertTrue(
                result.stderr().contains("ARGUS_GLUE_JAVA is '" + dir + "/nowhere', which is not a Java"),
                result.stderr());
    }

    @Test
    void olderJavaHomeGivesWayToTheSearchPath() throws Exception {
        program.environment.remove("ARGUS_GLUE_JAVA");
        program.environment.put(
                "JAVA_HOME", javaHome("JAVA_VERSION=\"1.8.0_392\"\n").toString());
        program.environment.put("PATH", Program.THIS_JAVA + "/bin:" + System.getenv("PATH"));
        assertEquals(new Program.Result(0, version(), ""), program.run("version"));
    }

    @Test
    void optionsAreSplitAndWin() throws Exception {
        program.environment.put("ARGUS_GLUE_JAVA_OPTS", "-Xmx33m  -XX:+PrintFlagsFinal");
        Program.Result result = program.run("version");
        assertTrue(result.stdout().matches("(?s).* MaxHeapSize +(:?)= 3565158[0-9] .*"), "33 MiB, rounded up");
    }

    @Test
    void exitCodeIsTheProgramsOwn() throws Exception {
        assertEquals(2, program.run("no-such-command").exitCode());
    }

    private String version() throws Exception {
        return program.run("version").stdout();
    }

    private Path javaHome(String release) throws IOException {
        Path home = dir.resolve("java");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), release);
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\nexit 99\n");
        assertTrue(java.toFile().setExecutable(true));
        return home;
    }
}
