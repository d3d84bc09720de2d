package io.github.argusglue.plugin.prometheus.standin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A simulated Prometheus with one rule for each alert name, evaluated every 15 s. Only HTTP on the loopback address is
 * real; time is that of the given clock. Safe for use by any thread.
 */
public final class StandInPrometheus implements AutoCloseable {
    private static final long INTERVAL = 15;

    private final InstantSource clock;
    private final TinyHttpServer server;
    private final Map<String, Map<String, Active>> rules = new TreeMap<>();
    private final Map<String, String> errors = new TreeMap<>();
    private final List<TinyHttpServer.Request> requests = new CopyOnWriteArrayList<>();
    private StandInAlertmanager.AlertmanagerFault fault = StandInAlertmanager.AlertmanagerFault.NONE;
    private Instant startedAt;
    private boolean tellsStart = true;
    private boolean evaluates = true;
    private String warning = "";

    /** One alert of a rule. */
    private record Active(
            Map<String, String> labels, Map<String, String> annotations, boolean firing, Instant activeAt) {}

    private StandInPrometheus(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant().minus(Duration.ofDays(1));
        this.server = new TinyHttpServer(this::answer);
    }

    /** Starts a server that has been up for a day. */
    public static StandInPrometheus start(InstantSource clock) {
        return new StandInPrometheus(clock);
    }

    /** Returns its address. */
    public URI url() {
        return server.url();
    }

    /** Makes an alert fire; an alert that already fires gets these annotations. */
    public synchronized void fire(Map<String, String> labels, Map<String, String> annotations) {
        put(labels, annotations, true);
    }

    /** Makes an alert pending. */
    public synchronized void pend(Map<String, String> labels) {
        put(labels, Map.of(), false);
    }

    private void put(Map<String, String> labels, Map<String, String> annotations, boolean firing) {
        Map<String, Active> alerts = rule(labels.getOrDefault("alertname", ""));
        Active before = alerts.get(labels.toString());
        Instant since = before == null ? clock.instant() : before.activeAt();
        alerts.put(labels.toString(), new Active(labels, annotations, firing, since));
    }

    private Map<String, Active> rule(String name) {
        return rules.computeIfAbsent(name, absent -> new LinkedHashMap<>());
    }

    /** Ends an alert. */
    public synchronized void resolve(Map<String, String> labels) {
        rule(labels.getOrDefault("alertname", "")).remove(labels.toString());
    }

    /** Deletes a rule. */
    public synchronized void delete(String rule) {
        rules.remove(rule);
    }

    /** Makes the evaluation of a rule fail; its firing alerts are still returned. An empty error ends this. */
    public synchronized void fail(String rule, String error) {
        errors.put(rule, error);
    }

    /** Restarts the server: no alert is active until {@link #evaluate} is called. */
    public synchronized void restart() {
        rules.values().forEach(Map::clear);
        startedAt = clock.instant();
        evaluates = false;
    }

    /** Starts to evaluate the rules. */
    public synchronized void evaluate() {
        evaluates = true;
    }

    /** Sets the fault of the server. */
    public synchronized void fault(StandInAlertmanager.AlertmanagerFault next) {
        fault = next;
    }

    /** Makes the server omit its start time, like some compatible servers. */
    public synchronized void hideStart() {
        tellsStart = false;
    }

    /** Makes the server return a warning that results may be missing; none if empty. */
    public synchronized void warn(String text) {
        warning = text;
    }

    /** Returns the number of requests so far. */
    public List<TinyHttpServer.Request> requests() {
        return List.copyOf(requests);
    }

    private synchronized TinyHttpServer.Response answer(TinyHttpServer.Request request) {
        requests.add(request);
        Instant now = clock.instant();
        TinyHttpServer.Response proper = proper(request, now);
        return switch (fault) {
            case NONE, SLOW -> proper;
            case DOWN -> proper.cutAfter(-1);
            case HANG -> proper.after(Duration.ofDays(1));
            case GARBAGE -> TinyHttpServer.Response.json("<html>Welcome to nginx!</html>", now);
            case NOTHING -> TinyHttpServer.Response.json("{}", now);
            case TRUNCATED -> proper.cutAfter(proper.body().length() / 2);
            case UNAUTHORIZED -> TinyHttpServer.Response.refusal(401, "Unauthorized", now);
            case BUSY -> TinyHttpServer.Response.refusal(429, "too many requests", now);
        };
    }

    private TinyHttpServer.Response proper(TinyHttpServer.Request request, Instant now) {
        if (request.path().endsWith("/api/v1/rules")) {
            return TinyHttpServer.Response.json(rulesJson(now), now);
        } else if (request.path().endsWith("/api/v1/status/runtimeinfo") && tellsStart) {
            return TinyHttpServer.Response.json(
                    "{\"status\":\"success\",\"data\":{\"startTime\":\"" + startedAt + "\"}}", now);
        }
        return TinyHttpServer.Response.refusal(404, "404 page not found", now);
    }

    private String rulesJson(Instant now) {
        StringJoiner all = new StringJoiner(",", "[", "]");
        String evaluatedAt = evaluates
                ? Instant.ofEpochSecond(now.getEpochSecond() / INTERVAL * INTERVAL)
                        .toString()
                : "0001-01-01T00:00:00Z";
        rules.forEach((name, alerts) -> {
            String error = errors.getOrDefault(name, "");
            String health = !evaluates ? "unknown" : error.isEmpty() ? "ok" : "err";
            StringJoiner active = new StringJoiner(",", "[", "]");
            alerts.values().forEach(alert -> active.add(alertJson(alert)));
            all.add("{\"state\":\"firing\",\"name\":" + AnswerJson.quoted(name)
                    + ",\"query\":\"up == 0\",\"duration\":0,\"labels\":{},\"annotations\":{},\"alerts\":" + active
                    + ",\"health\":\"" + health + "\",\"lastError\":" + AnswerJson.quoted(error)
                    + ",\"evaluationTime\":0.001,\"lastEvaluation\":\"" + evaluatedAt + "\",\"type\":\"alerting\"}");
        });
        String warned = warning.isEmpty() ? "" : ",\"warnings\":[" + AnswerJson.quoted(warning) + "]";
        return "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":\"all\",\"file\":\"r.yml\",\"interval\":"
                + INTERVAL + ",\"rules\":" + all + "}]}" + warned + "}";
    }

    private static String alertJson(Active alert) {
        return "{\"labels\":" + AnswerJson.object(alert.labels()) + ",\"annotations\":"
                + AnswerJson.object(alert.annotations()) + ",\"state\":\"" + (alert.firing() ? "firing" : "pending")
                + "\",\"activeAt\":\"" + alert.activeAt() + "\",\"value\":\"1e+00\"}";
    }

    @Override
    public void close() {
        server.close();
    }
}
