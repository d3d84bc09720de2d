package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The installed program with a source of type {@code generic}, and a sender that posts messages to it. */
final class GenericProgram implements AutoCloseable {
    static final String HOOK_TOKEN = "s3cret-hook";
    private static final Duration STARTED = Duration.ofMinutes(1);
    private static final String LISTENING = "status page and metrics: (http\\S+)";

    private final String name;
    private final Path config;
    private final HttpClient client = HttpClient.newHttpClient();
    private GlueProcess process;
    private URI page;

    /**
     * Starts the program.
     *
     * @param name of the source
     * @param more lines for the table of the source
     */
    GenericProgram(String name, URI argus, String token, String more) {
        this.name = name;
        this.config = Folders.fresh(name).resolve("argus-glue.toml");
        try {
            Files.writeString(config, """
                    state_dir = "state"
                    [http]
                    listen = "127.0.0.1:0"
                    hook_rate = 10000
                    [argus]
                    url = "%s"
                    [sources.%s]
                    type = "generic"
                    argus_token = "%s"
                    hook_token = "%s"
                    %s
                    """.formatted(argus, name, token, HOOK_TOKEN, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = GlueProcess.run(config);
        page = awaitPage(1);
    }

    private URI awaitPage(int starts) {
        Await.that(
                STARTED,
                "the endpoint, see " + config,
                () -> process.logMatching(LISTENING).size() >= starts);
        List<String> lines = process.logMatching(LISTENING);
        return URI.create(lines.get(lines.size() - 1).replaceFirst(".*: (?=http)", ""));
    }

    /** Kills the program and starts it again. */
    void killAndStart() {
        int starts = process.logMatching(LISTENING).size();
        process.kill();
        process = GlueProcess.run(config);
        page = awaitPage(starts + 1);
    }

    GlueProcess process() {
        return process;
    }

    /** Sends a message; returns the status of the answer. */
    int post(String message) throws IOException, InterruptedException {
        return post(message, HOOK_TOKEN).statusCode();
    }

    HttpResponse<String> post(String message, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page.resolve("/hooks/" + name))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(message))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, BodyHandlers.ofString(UTF_8));
    }

    /** Sends a message until it is taken, as a sender does while the program is restarted. */
    void send(String message) {
        Await.that(STARTED, "taken: " + message, () -> {
            try {
                HttpResponse<String> answer = post(message, HOOK_TOKEN);
                if (answer.statusCode() != 200 && answer.statusCode() != 503 && answer.statusCode() != 404) {
                    throw new AssertionError(answer.statusCode() + " " + answer.body());
                }
                return answer.statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        process.close();
    }
}
