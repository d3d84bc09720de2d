package io.github.argusglue.dist.it;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same 1,000 events of one NAV through nav-argus-glue 0.8.2 and through docs/examples/plugin-nav: the same
 * incidents, but for differences that each have a reason, which {@link #difference} names.
 */
@ExtendWith(Lab.class)
final class NavDifferentialIT {
    private static final int SEED = 1;
    private static final int EVENTS = 1_000;
    /** What is over is shown for a minute, and is then looked at every 16 s; the rest is for a busy machine. */
    private static final Duration SETTLED = Duration.ofMinutes(3);
    /** A snapshot takes less, also on a machine with much other work. */
    private static final Duration SNAPSHOT = Duration.ofSeconds(30);

    private static final Duration ROUNDING = Duration.ofMillis(1);
    private static final Duration STARTED = Duration.ofSeconds(30);

    private final LabArgus argus;
    private final LabNav nav = LabNav.start();
    private final String theirs = "navargus-" + UUID.randomUUID().toString().substring(0, 8);
    private final String ours = "nav-" + UUID.randomUUID().toString().substring(0, 8);

    NavDifferentialIT(LabArgus argus) {
        this.argus = argus;
    }

    @AfterEach
    void stop() {
        nav.close();
    }

    /** What is compared of an incident. */
    private record Shown(String start, String end, String level, String description, String page, String tags) {
        boolean isOpen() {
            return end.equals("infinity");
        }

        boolean isStateless() {
            return end.equals("none");
        }

        /**
         * argus-glue rounds starts to milliseconds and distinguishes them by microseconds. An alert that begins while a
         * snapshot is taken gets the time at which that began: for argus-glue, no start is in the future.
         */
        private boolean beganWith(Shown theirs) {
            Duration earlier = Duration.between(time(start), time(theirs.start));
            return earlier.compareTo(SNAPSHOT) < 0 && earlier.plus(ROUNDING).compareTo(Duration.ZERO) >= 0;
        }

        private static OffsetDateTime time(String printed) {
            return OffsetDateTime.parse(printed.replace(' ', 'T') + ":00");
        }

        Shown withDescription(String other) {
            return new Shown(start, end, level, other, page, tags);
        }

        boolean looksLike(Shown other) {
            return beganWith(other)
                    && level.equals(other.level)
                    && description.equals(other.description)
                    && page.equals(other.page)
                    && tags.equals(other.tags);
        }
    }

    private Map<String, Shown> incidents(String source) {
        return argus
                .sql("select concat_ws('|', source_incident_id, start_time, coalesce(end_time::text, 'none'), level,"
                        + " replace(description, '|', '/'), regexp_replace(details_url, '^https?://[^/]*', ''),"
                        + " (select string_agg(t.key || '=' || t.value, ',' order by t.key, t.value)"
                        + " from argus_incident_incidenttagrelation r join argus_incident_tag t on t.id = r.tag_id"
                        + " where r.incident_id = i.id)) from argus_incident_incident i"
                        + " join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '" + source + "'")
                .stream()
                .map(line -> line.split("\\|", -1))
                .collect(toMap(row -> row[0], row -> new Shown(row[1], row[2], row[3], row[4], row[5], row[6])));
    }

    /** Takes two minutes on a machine that has nothing else to do; nav-argus-glue sends one request after the other. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void sameEventsSameIncidents() throws Exception {
        String navargus = nav.navargus(argus.url(), argus.newSource(theirs));
        int port = freePort();
        Path config = configuration(port);
        try (GlueProcess glue = GlueProcess.run(config)) {
            glue.awaitLog("alerts? open", STARTED);
            List<String> alerts = nav.play(SEED, EVENTS, navargus, export(port));
            Await.equal(SETTLED, "open incidents", openAlerts(), () -> new TreeSet<>(argus.openIds(ours)));
            nav.sync();
            compare(alerts);
        }
    }

    private Set<String> openAlerts() {
        JsonNode list = Json.send(
                "GET",
                nav.url().resolve("/api/1/alert/?acknowledged=on&on_maintenance=on&page_size=1000"),
                nav.token(),
                Map.of());
        return new TreeSet<>(list.required("results").findValuesAsText("event_details_url").stream()
                .map(path -> path.replaceAll("[^0-9]", ""))
                .toList());
    }

    private Path configuration(int port) throws IOException, InterruptedException {
        return Files.writeString(nav.folder().resolve("argus-glue.toml"), """
                plugins_dir = "%s"
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:%d"
                [argus]
                url = "%s"
                [sources.%s]
                type = "nav"
                argus_token = "%s"
                url = "%s"
                token = "%s"
                hook_token = "let-me-in"
                timezone = "%s"
                suppressed = "drop"
                shown_at_least = "1m"
                tags = { nav = "lab" }
                """.formatted(
                        ExamplePlugin.build("plugin-nav"),
                        nav.folder().resolve("state"),
                        port,
                        argus.url(),
                        ours,
                        argus.newSource(ours),
                        nav.url(),
                        nav.token(),
                        nav.timezone()));
    }

    /** Returns the program that NAV's event engine starts. */
    private String export(int port) throws IOException {
        Path config = Files.writeString(nav.folder().resolve("export.conf"), """
                [argus-glue]
                url = http://127.0.0.1:%d/hooks/%s
                token = let-me-in
                """.formatted(port, ours));
        Path script = Folders.checkout().resolve("docs/examples/plugin-nav/scripts/argus-glue-nav-export");
        return nav.program("export", "python3", script.toAbsolutePath().toString(), config.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void compare(List<String> alerts) throws IOException {
        Map<String, Shown> before = incidents(theirs);
        Map<String, Shown> after = incidents(ours);
        Map<String, Integer> differences = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        for (String line : alerts) {
            JsonNode alert = new ObjectMapper().readTree(line);
            String id = alert.required("id").asText();
            String difference = difference(alert, before.remove(id), after.remove(id));
            differences.merge(difference, 1, Integer::sum);
            if (difference.startsWith("UNEXPLAINED")) {
                unexplained.add(difference + " " + line);
            }
        }
        System.out.println("NavDifferentialIT: " + alerts.size() + " alerts of " + EVENTS + " events: " + differences);
        assertEquals(List.of(), unexplained);
        assertEquals(Map.of(), before, "incidents without an alert, nav-argus-glue");
        assertEquals(Map.of(), after, "incidents without an alert, argus-glue");
        assertTrue(differences.getOrDefault("same", 0) > alerts.size() / 2, differences::toString);
    }

    /** Returns how the incidents of one alert differ, and why. */
    private static String difference(JsonNode alert, @Nullable Shown before, @Nullable Shown after) {
        String maintenance = alert.required("maintenance").asText();
        boolean stateless = alert.required("state").asText().equals("x");
        if (alert.required("type").asText().equals("maintenanceState") || (stateless && !maintenance.isEmpty())) {
            return before == null && after == null ? "neither: on maintenance" : unexplained(before, after);
        }
        if (maintenance.equals("began")) {
            return beganOnMaintenance(before, after);
        }
        if (before == null || after == null) {
            // nav-argus-glue leaves open what has begun, and argus-glue ends it; so it does not open it any more,
            // either.
            return maintenance.equals("met") && after == null
                    ? "only theirs: maintenance began before argus-glue could open it"
                    : unexplained(before, after);
        }
        if (!after.looksLike(before)) {
            // Which may happen if the list of alerts is read between the commit and the arrival of the event.
            boolean noMessage = after.looksLike(before.withDescription(after.description()))
                    && after.description().contains(": ");
            return noMessage && after.isStateless() == stateless
                    ? "ours has no message: it happened or was over before its event arrived"
                    : unexplained(before, after);
        }
        if (stateless) {
            // argus-api-client does not send an end_time of null, so Argus makes an incident that is open for ever.
            return !after.isStateless()
                    ? unexplained(before, after)
                    : before.isStateless() ? "same" : "theirs is not stateless: it ends with the next full comparison";
        }
        if (after.end().equals(before.end())) {
            return "same";
        }
        return maintenance.equals("met") && !after.isOpen() && !before.isOpen()
                ? "other end: ours ended when the maintenance was seen"
                : unexplained(before, after);
    }

    /** nav-argus-glue ignores such starts, and finds what is still open with its next full comparison. */
    private static String beganOnMaintenance(@Nullable Shown before, @Nullable Shown after) {
        if (before == null) {
            return after == null
                    ? "neither: on maintenance"
                    : after.isOpen() ? unexplained(null, after) : "only ours: maintenance was over before the alert";
        }
        return after != null && after.isOpen() && before.isOpen() ? "same" : unexplained(before, after);
    }

    private static String unexplained(@Nullable Shown before, @Nullable Shown after) {
        return "UNEXPLAINED: theirs " + before + ", ours " + after;
    }
}
