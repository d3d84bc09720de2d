package io.github.argusglue.dist.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built container image, run by runc as strictly as an image can be. */
final class LabContainer implements AutoCloseable {
    private final Shell script = new Shell(Folders.lab().resolve("image.sh"), Map.of());
    private final Path folder = Folders.fresh("image");
    private final Path bundle = folder.resolve("container-" + folder.getFileName());

    LabContainer(Path tar) {
        script.run("unpack", tar.toString(), bundle.toString());
    }

    /** Returns the configuration of the image, as JSON. */
    String configuration() throws IOException {
        return Files.readString(bundle.resolve("image.json"));
    }

    /** Returns a new folder beside the container. */
    Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** Starts the command of the image; its log is in the file {@code run.log}. */
    Process start(Path configuration, Path state) throws IOException {
        Process process = new ProcessBuilder(
                        "bash",
                        Folders.lab().resolve("image.sh").toString(),
                        "run",
                        bundle.toString(),
                        configuration.toString(),
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run.log").toFile())
                .start();
        process.getOutputStream().close();
        return process;
    }

    /** Returns the output of a command that runs in the container. */
    String run(String... command) {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "exec";
        arguments[1] = bundle.toString();
        System.arraycopy(command, 0, arguments, 2, command.length);
        return script.run(arguments);
    }

    List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("run.log"));
    }

    /** Returns the exit code of the started command. */
    static int awaitEnd(Process process, Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the container did not end within " + limit.toSeconds() + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        script.run("stop", bundle.toString());
        Folders.delete(bundle);
    }
}
