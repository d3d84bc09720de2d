package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher finds its folder and a Java, and says clearly when it cannot. */
final class LauncherIT {
    private static final Path LAYOUT = Path.of(System.getProperty("argusglue.layout", ""));
    private static final String THIS_JAVA = System.getProperty("java.home");

    @TempDir
    private Path dir;

    private final Map<String, String> environment = new HashMap<>(Map.of("ARGUS_GLUE_JAVA", THIS_JAVA));

    @Test
    void startsThroughSymbolicLinks() throws Exception {
        Path near = Files.createSymbolicLink(dir.resolve("near"), LAYOUT.resolve("bin/argus-glue"));
        Path far = Files.createSymbolicLink(dir.resolve("far"), near.getFileName());
        Result result = run(far, "version");
        Files.delete(near);
        assertEquals("", result.stderr);
        assertEquals(0, result.exitCode);
        assertTrue(result.stdout.startsWith("argus-glue "), result.stdout);
    }

    @Test
    void startsFromTheSearchPathAndFromAFolderWithABlankInItsName() throws Exception {
        Path moved = dir.resolve("moved here");
        copy(LAYOUT, moved);
        environment.put("PATH", moved.resolve("bin") + ":" + System.getenv("PATH"));
        Result result = run(Path.of("argus-glue"), "version");
        assertEquals("", result.stderr, "an archive of classes that does not fit is not worth a word");
        assertEquals(0, result.exitCode);
    }

    @Test
    void takesTheExecutableAsWellAsTheHome() throws Exception {
        environment.put("ARGUS_GLUE_JAVA", THIS_JAVA + "/bin/java");
        assertEquals(new Result(0, version(), ""), run("version"));
    }

    @Test
    void archiveOfClassesIsMadeAndUsed() throws Exception {
        Path moved = dir.resolve("moved");
        copy(LAYOUT, moved);
        Path launcher = moved.resolve("bin/argus-glue");
        environment.put("ARGUS_GLUE_SHARE_CLASSES", "1");
        assertEquals(new Result(0, version(), ""), run(launcher, "version"));
        environment.remove("ARGUS_GLUE_SHARE_CLASSES");
        environment.put("ARGUS_GLUE_JAVA_OPTS", "-Xlog:class+load:file=" + dir.resolve("classes"));
        assertEquals(new Result(0, version(), ""), run(launcher, "version"));
        assertTrue(
                Files.readString(dir.resolve("classes"))
                        .contains("io.github.argusglue.dist.Main source: shared objects file (top)"),
                "its own classes come from the archive");
    }

    @Test
    void damagedArchiveOfClassesIsPassedOver() throws Exception {
        Path moved = dir.resolve("moved");
        copy(LAYOUT, moved);
        Path launcher = moved.resolve("bin/argus-glue");
        environment.put("ARGUS_GLUE_SHARE_CLASSES", "1");
        assertEquals(new Result(0, version(), ""), run(launcher, "version"));
        environment.remove("ARGUS_GLUE_SHARE_CLASSES");
        Path archive = moved.resolve("lib/argus-glue.jsa");
        Files.delete(archive);
        Files.writeString(archive, "not an archive");
        assertEquals(new Result(0, version(), ""), run(launcher, "version"));
    }

    @Test
    void olderJavaIsNamed() throws Exception {
        Path old = javaHome("JAVA_VERSION=\"11.0.2\"\n");
        environment.put("ARGUS_GLUE_JAVA", old.toString());
        Result result = run("version");
        assertEquals(2, result.exitCode);
        assertTrue(
                result.stderr.contains(
                        "Java 17 or newer is needed: '" + old + "/bin/java' (ARGUS_GLUE_JAVA) is Java 11.0.2"),
                result.stderr);
    }

    @Test
    void javaThatIsNotThereIsNamed() throws Exception {
        environment.put("ARGUS_GLUE_JAVA", dir + "/nowhere");
        Result result = run("version");
        assertEquals(2, result.exitCode);
        assertTrue(
                result.stderr.contains("ARGUS_GLUE_JAVA names '" + dir + "/nowhere', where there is no Java"),
                result.stderr);
    }

    @Test
    void olderJavaHomeGivesWayToTheSearchPath() throws Exception {
        environment.remove("ARGUS_GLUE_JAVA");
        environment.put("JAVA_HOME", javaHome("JAVA_VERSION=\"1.8.0_392\"\n").toString());
        environment.put("PATH", THIS_JAVA + "/bin:" + System.getenv("PATH"));
        assertEquals(new Result(0, version(), ""), run("version"));
    }

    @Test
    void optionsAreSplitAndWin() throws Exception {
        environment.put("ARGUS_GLUE_JAVA_OPTS", "-Xmx33m  -XX:+PrintFlagsFinal");
        Result result = run("version");
        assertTrue(result.stdout.matches("(?s).* MaxHeapSize +(:?)= 3565158[0-9] .*"), "33 MiB, rounded up");
    }

    @Test
    void exitCodeIsTheProgramsOwn() throws Exception {
        assertEquals(2, run("no-such-command").exitCode);
    }

    private String version() throws Exception {
        return run("version").stdout;
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

    private static void copy(Path from, Path to) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                        .start()
                        .waitFor());
    }

    private Result run(String... arguments) throws Exception {
        return run(LAYOUT.resolve("bin/argus-glue"), arguments);
    }

    private Result run(Path launcher, String... arguments) throws Exception {
        // Through a shell of its own, so that PATH is searched with the environment of the test.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\"", "sh", launcher.toString()));
        command.addAll(List.of(arguments));
        Path stdout = Files.createTempFile(dir, "run", ".out");
        Path stderr = Files.createTempFile(dir, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_TOOL_OPTIONS", "MAVEN_OPTS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        return new Result(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
    }

    private record Result(int exitCode, String stdout, String stderr) {}
}
