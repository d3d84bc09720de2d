package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.control.ControlServer;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.JarPlugin;
import io.github.argusglue.core.plugin.PluginLoader;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.GlueService;
import io.github.argusglue.core.service.Reloader;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.service.ServiceControl;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * What the commands print with {@code --json} is what the shipped schema says. In a folder below /tmp, because a socket
 * path must be short.
 */
final class OutputSchemaTest {
    private static final Path SCHEMA = Path.of("..", "docs", "operate", "output.schema.json");

    private final ObjectMapper mapper = new ObjectMapper();
    private final StringWriter err = new StringWriter();
    private final StandInArgus argus;
    private final String token;
    private Path folder = Path.of("");
    private Path file = Path.of("");

    OutputSchemaTest() throws IOException {
        argus = StandInArgus.start();
        token = argus.addSource("oslo");
    }

    @BeforeEach
    void surroundings() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "schema");
        file = folder.resolve("argus-glue.toml");
        JarPlugin.good("one")
                .with(
                        "java.util.List.of()",
                        "java.util.List.of(Alert.builder(AlertId.unique(\"k1\"), java.time.Instant.EPOCH)"
                                + ".description(\"it is down\").tag(\"host\", \"web1\").build(),"
                                + "Alert.builder(AlertId.unique(\"k2\"), java.time.Instant.EPOCH)"
                                + ".description(\"fan\").held(\"web1 is down\").build())")
                .write(folder.resolve("plugins/first.jar"));
        Files.writeString(folder.resolve("plugins/bad.jar"), "no jar");
        configure("");
    }

    @AfterEach
    void stop() throws IOException {
        argus.close();
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                file,
                "state_dir = \"" + folder + "\"\n[argus]\nurl = \"" + argus.url() + "\"\n[http]\nlisten = \"off\"\n"
                        + "[sources.oslo]\ntype = \"one\"\nargus_token = \"" + token
                        + "\"\n[[sources.oslo.rules]]\nmatch = [\"host=web1\"]\nlevel = 1\n" + more);
    }

    private static Environment environment(Path folder) {
        return new Environment(name -> null, List.of(folder.resolve("argus-glue.toml")), folder.resolve("plugins"));
    }

    /** Runs a command and compares what it prints with a part of the schema. */
    private JsonNode matches(String part, int exitCode, String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = GlueCommand.newCommandLine(environment(folder));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        assertEquals(exitCode, line.execute(arguments), err::toString);
        JsonNode printed = mapper.readTree(out.toString());
        JsonNode schema = mapper.readTree(Files.readString(SCHEMA));
        JsonNode only = mapper.createObjectNode().put("$ref", "#/$defs/" + part).set("$defs", schema.path("$defs"));
        assertEquals(
                Set.of(),
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(only)
                        .validate(printed),
                printed::toPrettyString);
        return printed;
    }

    @Test
    void commandsWithoutARunningProcess() throws IOException {
        matches("check", 2, "check", "--json");
        matches("plugins", 0, "plugins", "--json");
        Files.delete(folder.resolve("plugins/bad.jar"));
        matches("check", 0, "check", "-v", "--json");
        JsonNode plan = matches("plan", 0, "plan", "--json").at("/sources/0");
        assertEquals(1, plan.at("/actions").size());
        assertEquals("held", plan.at("/left_out/0/reason").asText());
        assertEquals("fan: web1 is down", plan.at("/left_out/0/examples/0/text").asText());
        matches("plan", 0, "sync", "--dry-run", "--json");
        assertEquals(
                1,
                matches("rules", 0, "rules", "--json")
                        .at("/sources/0/rules/0/alerts")
                        .size());
        Path test = Files.writeString(folder.resolve("test.toml"), """
                [[tests]]
                name = "level"
                source = "oslo"
                alert.tags.host = "web1"
                expect.level = 2
                """);
        assertEquals(
                "1",
                matches("rules-test", 1, "rules", "--json", "--test", test.toString())
                        .at("/tests/0/mismatches/0/got")
                        .asText());
        matches("token-status", 0, "token", "status", "--json");
        assertEquals(
                1, matches("sync", 0, "sync", "--json").at("/sources/0/opened").asInt());
        Files.writeString(
                file, Files.readString(file) + "[failover.zino]\nprobe = \"tcp\"\naddress = \"127.0.0.1:1\"\n");
        JsonNode online = matches("check", 0, "check", "--online", "--json");
        assertEquals(
                "source 'oslo': Argus accepts its token; 2 alerts read, 1 incident open in Argus",
                online.at("/online/0").asText());
        assertTrue(online.at("/online/1").asText().startsWith("failover 'zino': the primary "), online::toString);
        argus.close();
        JsonNode down = matches("check", 1, "check", "--online", "--json");
        assertTrue(down.at("/unreachable/0").asText().contains("cannot connect"), down::toString);
        matches("plan", 1, "plan", "--json");
        matches("rules", 0, "rules", "--json");
        matches("sync", 1, "sync", "--patience", "1s", "--json");
    }

    @Test
    void commandsThatAskTheProcess() throws Exception {
        ConfigLoader loader = new ConfigLoader(name -> null, folder.resolve("plugins"));
        PluginRegistry plugins =
                new PluginLoader(BuildInfo.read().spiVersion()).load(folder.resolve("plugins"), PluginRegistry.NONE);
        GlueService service =
                Bootstrap.service(loader.load(file, plugins), plugins, RunOptions.DEFAULTS, Clock.systemUTC());
        Reloader reloader = new Reloader(
                before -> new Reloader.Loaded(loader.load(file, plugins), plugins),
                service,
                config -> {},
                Clock.systemUTC());
        try (ControlServer commands = ControlServer.listen(folder, new ServiceControl(service, reloader).commands())) {
            service.start(name -> true);
            Await.until("in step", () -> service.status().stream().allMatch(status -> status.settled()));
            assertEquals(commands.socket().getParent(), folder);
            JsonNode left = matches("status", 0, "status", "--json").at("/sources/0/left_out/0");
            assertEquals("held", left.path("reason").asText());
            assertEquals(1, left.path("count").asInt());
            matches("token-status", 0, "token", "status", "--json");
            configure("[sources.bergen]\ntype = \"one\"\nargus_token = \"" + argus.addSource("bergen") + "\"\n");
            JsonNode reload = matches("reload", 0, "reload", "--json");
            assertEquals("bergen", reload.at("/sources/0/source").asText(), reload::toString);
            assertEquals("started", reload.at("/sources/0/change").asText());
            Files.writeString(file, "state_dir = \"" + folder + "\"\n[argus\n");
            matches("reload", 2, "reload", "--json");
            matches("status", 4, "status", "--json");
        } finally {
            service.close();
        }
    }
}
