package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Argus server. Its state is read from its database, so that checks add no lines to its access log and do not
 * depend on its paging.
 */
public final class LabArgus implements AutoCloseable {
    /** Name of the administrator. */
    static final String ADMIN = "admin";

    private static final String OF_SOURCE =
            " join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '";

    private final Shell script;
    private final String dir;
    private final URI url;
    private final Path accessLog;
    private final String adminPassword;

    private LabArgus(Shell script, Path dir, Map<String, String> facts) {
        this.script = script;
        this.dir = dir.toString();
        this.url = URI.create(facts.getOrDefault("ARGUS_URL", ""));
        this.accessLog = Path.of(facts.getOrDefault("ARGUS_ACCESS_LOG", ""));
        this.adminPassword = facts.getOrDefault("ARGUS_ADMIN_PASSWORD", "");
    }

    /** Starts a server with an empty database. */
    public static LabArgus start() {
        Path dir = Folders.fresh("argus");
        Map<String, String> environment = new HashMap<>();
        String cached = System.getProperty("argusglue.venv", "");
        if (!cached.isEmpty()) {
            environment.put("ARGUS_VENV", cached);
        }
        Shell script = new Shell(Folders.lab().resolve("argus.sh"), environment);
        return new LabArgus(script, dir, facts(script.run("start", dir.toString())));
    }

    /** Returns the assignments among the lines that a lab script printed. */
    static Map<String, String> facts(String printed) {
        return printed.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    public URI url() {
        return url;
    }

    String adminPassword() {
        return adminPassword;
    }

    /** Creates a source system and returns its token. */
    public String newSource(String name) {
        return script.run("source", dir, name);
    }

    /** Returns the administrator. */
    public ArgusAdmin admin() {
        return new ArgusAdmin(url, script.run("person", dir));
    }

    /** Stops the web server; connections are refused from then on. */
    public void down() {
        script.run("bounce", dir);
    }

    /** Starts the web server again. */
    public void up() {
        script.run("start", dir);
    }

    /** Kills the web server. */
    public void killWeb() {
        script.run("kill-web", dir);
    }

    /** Kills the database. */
    public void killDatabase() {
        script.run("kill-db", dir);
    }

    /** Writes what the database holds to a file. */
    public void dump(Path file) {
        script.run("dump", dir, file.toString());
    }

    /** Restores the database from a file; the web server is down meanwhile. */
    public void restore(Path file) {
        script.run("restore", dir, file.toString());
    }

    /** Replaces a source's token, as people do when one has expired. */
    void replaceToken(String source, String token) {
        String user = "(select user_id from argus_incident_sourcesystem where name = '" + source + "')";
        sql("delete from authtoken_token where user_id = " + user);
        sql("insert into authtoken_token (key, created, user_id) select '" + token + "', now(), " + user);
    }

    /** Runs a command of the server's own command line, as its cron does. */
    String manage(String... arguments) {
        List<String> command = new ArrayList<>(List.of("manage", dir));
        command.addAll(List.of(arguments));
        return script.run(command.toArray(String[]::new));
    }

    /** Deletes a source's token. */
    void killToken(String source) {
        sql("delete from authtoken_token where user_id = (select user_id from"
                + " argus_incident_sourcesystem where name = '"
                + source + "')");
    }

    /** Sets the age of a source's token in days. */
    void ageToken(String source, int days) {
        script.run("age", dir, source, Integer.toString(days));
    }

    /** Runs the server's daily cron job, which opens an incident for each token that expires within a week. */
    void checkTokenExpiry() {
        script.run("manage", dir, "check_token_expiry");
    }

    /** Returns a source's DRF token; empty if it has none. */
    String token(String source) {
        return String.join(
                "",
                sql("select key from authtoken_token join argus_incident_sourcesystem using (user_id) where name = '"
                        + source + "'"));
    }

    /** Deletes all incidents; sources and tokens stay. */
    void reset() {
        script.run("reset", dir);
    }

    /** Returns the IDs of the open incidents of a source, including duplicates. */
    List<String> openIds(String source) {
        return sql("select source_incident_id from argus_incident_incident i" + OF_SOURCE + source
                + "' and i.end_time > now() order by 1");
    }

    int openCount(String source) {
        return Integer.parseInt(
                sql("select count(*) from argus_incident_incident i" + OF_SOURCE + source + "' and i.end_time > now()")
                        .get(0));
    }

    /** Returns how many incidents of a source are open with a level. */
    int openOfLevel(String source, int level) {
        return Integer.parseInt(sql("select count(*) from argus_incident_incident i" + OF_SOURCE + source
                        + "' and i.end_time > now() and i.level = " + level)
                .get(0));
    }

    int count(String source) {
        return Integer.parseInt(sql("select count(*) from argus_incident_incident i" + OF_SOURCE + source + "'")
                .get(0));
    }

    /** Returns the number of the newest incident whose id begins with a key. */
    long pk(String source, String key) {
        List<String> found = sql("select i.id from argus_incident_incident i" + OF_SOURCE + source
                + "' and source_incident_id like '" + key + "%' order by i.id desc limit 1");
        if (found.isEmpty()) {
            throw new AssertionError("source '" + source + "' has no incident with key '" + key + "'");
        }
        return Long.parseLong(found.get(0));
    }

    /**
     * Returns when Argus created each incident of a source, by ID; the last one for duplicate IDs. Seconds since 1970.
     */
    Map<String, Double> madeAt(String source) {
        return sql("select extract(epoch from e.received) || ' ' || i.source_incident_id from"
                        + " argus_incident_event e join argus_incident_incident i on i.id = e.incident_id" + OF_SOURCE
                        + source + "' and e.type = 'STA'")
                .stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[1], parts -> Double.valueOf(parts[0]), Math::max));
    }

    /**
     * Returns when the last line was written into the log of any incident of a source, in seconds since 1970; 0 if
     * there is none.
     */
    double lastEvent(String source) {
        return Double.parseDouble(
                sql("select extract(epoch from coalesce(max(e.received), 'epoch')) from argus_incident_event e"
                                + " join argus_incident_incident i on i.id = e.incident_id" + OF_SOURCE + source + "'")
                        .get(0));
    }

    /** Returns the kinds of lines in one incident's log in the order they were written, such as "STA CHI END". */
    String log(long pk) {
        return String.join(
                " ", sql("select type from argus_incident_event where incident_id = " + pk + " order by id"));
    }

    /** Returns how many incidents of a source have which log, such as {"STA" : 400, "STA END" : 600}. */
    Map<String, Integer> logs(String source) {
        return new TreeMap<>(sql("select string_agg(e.type, ' ' order by e.id) from argus_incident_event e"
                        + " join argus_incident_incident i on i.id = e.incident_id" + OF_SOURCE + source
                        + "' group by i.id")
                .stream()
                .collect(Collectors.toMap(log -> log, log -> 1, Integer::sum)));
    }

    /** Returns how many acknowledgements of one incident are in force. */
    int acksInForce(long pk) {
        return Integer.parseInt(sql("select count(*) from argus_incident_acknowledgement a"
                        + " join argus_incident_event e on e.id = a.event_id where e.incident_id = " + pk
                        + " and (a.expiration is null or a.expiration > now())")
                .get(0));
    }

    /** Returns the tags of one incident, each as key=value. */
    Set<String> tags(long pk) {
        return Set.copyOf(sql("select t.key || '=' || t.value from argus_incident_incidenttagrelation r"
                + " join argus_incident_tag t on t.id = r.tag_id where r.incident_id = " + pk));
    }

    /** Returns how many incidents of a source have a tag. */
    int tagged(String source, String key, String value) {
        return Integer.parseInt(sql("select count(*) from argus_incident_incidenttagrelation r"
                        + " join argus_incident_tag t on t.id = r.tag_id and t.key = '" + key + "' and t.value = '"
                        + value + "' join argus_incident_incident i on i.id = r.incident_id" + OF_SOURCE + source + "'")
                .get(0));
    }

    String ticketUrl(long pk) {
        return String.join("", sql("select ticket_url from argus_incident_incident where id = " + pk));
    }

    /** Returns how many requests the server has answered that may change something; heartbeats change nothing. */
    int writes() {
        return requests("POST ")
                - requests("POST /api/v2/incidents/sources/heartbeat/")
                + requests("PATCH ")
                + requests("PUT ")
                + requests("DELETE ");
    }

    /** Returns how many requests with the given prefix of method and path the server has answered. */
    int requests(String beginning) {
        try (Stream<String> lines = Files.lines(accessLog)) {
            return (int) lines.filter(line -> line.startsWith(beginning)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how much processor time the web server and the database have taken so far, their children included. */
    double processorSeconds() {
        return ProcessorTime.of(pid("gunicorn.pid")) + ProcessorTime.of(pid("pg/postmaster.pid"));
    }

    private long pid(String file) {
        try (Stream<String> lines = Files.lines(Path.of(dir, file))) {
            return Long.parseLong(lines.findFirst().orElse("").strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until no incident of the source is open or the time is over. */
    void awaitOpen(String source, int wanted, Duration limit) {
        Await.equal(limit, "open incidents of " + source, wanted, () -> openCount(source));
    }

    public List<String> sql(String statement) {
        String printed = script.run("sql", dir, statement);
        return printed.isEmpty() ? List.of() : printed.lines().toList();
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
