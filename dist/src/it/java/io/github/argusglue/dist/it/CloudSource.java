package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A source in an Argus server that argus-glue keeps in step with a simulated cloud. */
final class CloudSource implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final String PAGE = "status page and metrics: ";

    private final String name = "cloud-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path folder = Folders.fresh(name);
    private @Nullable GlueProcess process;

    /**
     * Configures it.
     *
     * @param argus address of Argus
     * @param token the source's token in Argus
     * @param lines the keys of the source
     */
    void configure(URI argus, String token, String lines) {
        try {
            Files.writeString(folder.resolve("argus-glue.toml"), """
                    state_dir = "%s"
                    [http]
                    listen = "127.0.0.1:0"
                    [argus]
                    url = "%s"
                    [sources.%s]
                    argus_token = "%s"
                    %s
                    """.formatted(
                            folder.resolve("state"), argus, name, token, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Starts argus-glue and waits until it has read the cloud. */
    void start() {
        GlueProcess started = GlueProcess.run(folder.resolve("argus-glue.toml"));
        process = started;
        started.awaitLog("alerts? open", START);
    }

    GlueProcess process() {
        return Objects.requireNonNull(process, "not started");
    }

    /** Returns the address for webhooks. */
    URI hook() {
        return page().resolve("hooks/" + name);
    }

    /** Returns the value of a metric of the source; NaN if it is absent. */
    double metric(String metric) throws IOException, InterruptedException {
        String all = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page().resolve("metrics")).build(), BodyHandlers.ofString())
                .body();
        Pattern line = Pattern.compile(Pattern.quote(metric) + "\\{[^}]*\"" + name + "\"[^}]*} .*");
        return all.lines()
                .filter(text -> line.matcher(text).matches())
                .mapToDouble(text -> Double.parseDouble(text.substring(text.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private URI page() {
        String line = process().logMatching(Pattern.quote(PAGE)).get(0);
        return URI.create(line.substring(line.indexOf(PAGE) + PAGE.length()).strip());
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
