package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Switches from nav-argus-glue 0.8.2 to the plugin for NAV, with the configuration that its script converts. */
@ExtendWith(Lab.class)
final class NavTakeoverIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final LabArgus argus;
    private final LabNav nav = LabNav.start();
    private final String source = "nav-" + UUID.randomUUID().toString().substring(0, 8);

    NavTakeoverIT(LabArgus argus) {
        this.argus = argus;
    }

    @AfterEach
    void stop() {
        nav.close();
    }

    @Test
    void incidentsContinueWithTheConvertedConfiguration() throws Exception {
        String token = argus.newSource(source);
        nav.play(2, 80, nav.navargus(argus.url(), token));
        nav.sync();
        List<String> open = open();
        assertFalse(open.isEmpty());
        int all = argus.count(source);

        String made = convert();
        for (String line : List.of(
                "url = \"" + argus.url() + "\"  # api.url",
                "timeout = \"10s\"  # api.timeout",
                "timezone = \"Europe/Stockholm\"",
                "interval = \"60m\"  # api.sync-interval; events are followed at once, as before",
                "suppressed = \"drop\"  # filters.ignore-maintenance",
                "stateless = true  # filters.ignore-stateless",
                "tags = { \"nav\" = \"lab\" }  # tags.always-add")) {
            assertTrue(made.lines().anyMatch(line::equals), () -> line + " is not in:\n" + made);
        }
        assertFalse(made.contains(token), "no secret in it");
        Path secret = nav.folder().resolve("nav.argus");
        assertEquals(token + "\n", Files.readString(secret));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));

        Path config = complete(made.replace("Europe/Stockholm", nav.timezone()));
        assertEquals(0, run(config, "check", "--online"));
        assertEquals(0, run(config, "sync"));
        assertEquals(open, open(), "the same incidents are open");
        assertEquals(all, argus.count(source), "no incident is new");
    }

    /** Returns id and number of each open incident. */
    private List<String> open() {
        return argus.sql("select source_incident_id || ' ' || i.id from argus_incident_incident i"
                + " join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '" + source
                + "' and end_time > now() order by 1");
    }

    private String convert() throws IOException {
        Path folder = nav.folder().resolve("etc");
        Files.writeString(folder.resolve("nav.conf"), "# TIME_ZONE=UTC\nTIME_ZONE = Europe/Stockholm  # ours\n");
        Path script = Folders.checkout().resolve("docs/examples/plugin-nav/scripts/navargus2toml");
        return nav.python(
                script.toAbsolutePath().toString(),
                folder.resolve("navargus.yml").toString(),
                nav.url().toString(),
                nav.folder().toString());
    }

    /** Adds what the configuration of the other program does not have: folders, and the credentials of NAV. */
    private Path complete(String made) throws IOException, InterruptedException {
        for (String name : List.of("nav.token", "nav.hook")) {
            Path file = Files.writeString(nav.folder().resolve(name), nav.token());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        String folders = "plugins_dir = \"" + ExamplePlugin.build("plugin-nav") + "\"\nstate_dir = \""
                + nav.folder().resolve("state") + "\"\n";
        return Files.writeString(nav.folder().resolve("argus-glue.toml"), folders + made);
    }

    private int run(Path config, String... command) {
        List<String> arguments = new ArrayList<>(List.of("-c", config.toString()));
        arguments.addAll(List.of(command));
        Path log = nav.folder().resolve(command[0] + ".log");
        try (GlueProcess process = GlueProcess.start(log, arguments.toArray(String[]::new))) {
            return process.awaitExit(LIMIT);
        }
    }
}
