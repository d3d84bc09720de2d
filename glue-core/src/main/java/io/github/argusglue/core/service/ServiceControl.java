package io.github.argusglue.core.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.cluster.ClusterSummary;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.LoadedPlugin;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.token.RenewalResult;
import io.github.argusglue.core.token.TokenJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of the control socket. */
public final class ServiceControl {
    private static final Logger log = LoggerFactory.getLogger("service");

    /** Timeout for another process that is renewing the token. */
    private static final Duration RENEWAL_TIMEOUT = Duration.ofSeconds(20);

    /** Timeout for the first plans after a reload: listing 10,000 incidents takes half a minute. */
    private static final Duration PLAN_TIMEOUT = Duration.ofSeconds(40);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final GlueService service;
    private final Reloader reloader;
    private final FailoverControl failover;

    public ServiceControl(GlueService service, Reloader reloader) {
        this.service = service;
        this.reloader = reloader;
        this.failover = new FailoverControl(service.failover(), this::clusterLine);
    }

    private Optional<String> clusterLine() {
        return service.cluster()
                .map(cluster -> new ClusterSummary(cluster, service.loops().size()).line());
    }

    /** Returns the commands by name. */
    public Map<String, ControlCommand> commands() {
        return Map.of(
                "reload",
                (request, answer) -> reload(answer),
                "resync",
                this::resync,
                "release",
                this::release,
                "adopt-identity",
                this::adoptIdentity,
                "failover",
                failover::set,
                "status",
                (request, answer) -> status(answer),
                "token-status",
                this::tokenStatus,
                "token-renew",
                this::tokenRenew);
    }

    /** The answer includes the first plans of the started sources, because a changed rule can affect many incidents. */
    private void reload(ObjectNode answer) throws CommandRefusedException {
        ReloadState.Reload reload = reloader.reload("by command");
        write(reload, answer);
        ObjectNode plans = answer.putObject("first_plans");
        long giveUp = System.nanoTime() + PLAN_TIMEOUT.toNanos();
        for (String name : started(reload.changes())) {
            Optional<SourceLoop> loop = service.loop(name);
            if (loop.isPresent()) {
                write(name, firstPlan(loop.get(), giveUp), plans);
            }
        }
    }

    private static List<String> started(ReloadState.Changes changes) {
        return Stream.concat(changes.started().stream(), changes.restarted().stream())
                .toList();
    }

    private static void write(String source, @Nullable Plan plan, ObjectNode plans) {
        ObjectNode json = plans.putObject(source);
        json.put("to_do", plan == null ? null : plan.summary());
        write(json, "held", plan == null ? List.of() : plan.holds());
    }

    /** Waits for a plan; null if none can be expected. */
    private static @Nullable Plan firstPlan(SourceLoop loop, long giveUp) throws CommandRefusedException {
        CompletableFuture<Plan> plan = loop.firstPlan();
        while (true) {
            try {
                return plan.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                SourceStatus.RunState state = loop.status().state();
                boolean vain = state == SourceStatus.RunState.FAILING || state == SourceStatus.RunState.STANDBY;
                if (vain || System.nanoTime() - giveUp > 0) {
                    return null;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("a plan never completes with an exception", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandRefusedException("argus-glue is stopping");
            }
        }
    }

    private void resync(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        List<SourceLoop> loops = request.has("source") ? List.of(loop(request)) : service.loops();
        loops.forEach(SourceLoop::resync);
        ArrayNode names = answer.putArray("sources");
        loops.forEach(loop -> names.add(loop.status().source()));
        log.info("resync by command: listing Argus and reading {}", Count.of(loops.size(), "source"));
    }

    private void release(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        SourceLoop loop = loop(request);
        log.info(
                "release by command: executing the held actions of source '{}'",
                loop.status().source());
        int released = released(loop);
        answer.put("text", released == 0 ? "nothing is held" : Count.of(released, "held action") + " released");
    }

    private void adoptIdentity(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        SourceLoop loop = loop(request);
        String source = loop.status().source();
        log.info("adopt-identity by command: source '{}' accepts the current owner of its token", source);
        try {
            answer.put("text", loop.adoptIdentity() + "; the current owner of its token is looked up and accepted now");
        } catch (IOException e) {
            throw new CommandRefusedException("cannot write to the state folder: " + e);
        }
    }

    private void tokenStatus(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        List<SourceLoop> loops = request.has("source") ? List.of(loop(request)) : service.loops();
        ArrayNode tokens = answer.putArray("tokens");
        for (SourceLoop loop : loops) {
            service.tokens().report(loop.status().source()).ifPresent(report -> {
                ObjectNode json = tokens.addObject();
                TokenJson.write(report, json);
                SourceStatus status = loop.status();
                json.put("undelivered", status.tokenRefused() ? status.pending() : 0);
            });
        }
    }

    private void tokenRenew(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        String name = loop(request).status().source();
        log.info("token renewal by command: source '{}'", name);
        try {
            RenewalResult result = service.tokens()
                    .renew(name, RENEWAL_TIMEOUT)
                    .orElseThrow(() -> new CommandRefusedException("the source has just been removed"));
            TokenJson.write(result, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefusedException("argus-glue is stopping");
        }
    }

    private static int released(SourceLoop loop) throws CommandRefusedException {
        try {
            return loop.release().get(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandRefusedException("the source does not respond; it may be stopping");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefusedException("argus-glue is stopping");
        }
    }

    private SourceLoop loop(JsonNode request) throws CommandRefusedException {
        String name = request.path("source").asText();
        String there = service.status().stream().map(SourceStatus::source).collect(Collectors.joining(", "));
        return service.loop(name)
                .orElseThrow(() -> CommandRefusedException.unknown(
                        "there is no source '" + name + "'; existing sources: " + there));
    }

    private void status(ObjectNode answer) {
        answer.put("version", BuildInfo.read().version());
        answer.put("pid", ProcessHandle.current().pid());
        ReloadState reloads = service.reloadState();
        ObjectNode configuration = answer.putObject("configuration");
        configuration.put("in_force_since", reloads.lastSuccess().toString());
        write(reloads.last(), configuration.putObject("last_read"));
        service.plugins()
                .plugins()
                .forEach(plugin -> write(plugin, answer.withArray("plugins").addObject()));
        ArrayNode servers = answer.putArray("argus");
        service.argusServers()
                .forEach(server -> servers.addObject()
                        .put("argus", server.name())
                        .put("trouble", server.trouble())
                        .put("clock_ahead_seconds", server.clockAheadSeconds()));
        failover.write(answer);
        ClusterStatus cluster = service.cluster().orElse(null);
        List<SourceLoop> loops = service.loops();
        if (cluster != null) {
            ClusterJson.write(cluster, loops.size(), answer.putObject("cluster"));
        }
        ArrayNode sources = answer.putArray("sources");
        for (SourceLoop loop : loops) {
            ObjectNode source = sources.addObject();
            write(loop, source);
            if (cluster != null) {
                source.put("owner", cluster.owner(loop.status().source()).orElse(null));
            }
        }
    }

    private static void write(LoadedPlugin plugin, ObjectNode json) {
        json.put("name", plugin.name());
        json.put("version", plugin.version());
        json.put("fingerprint", plugin.fingerprint());
    }

    private static void write(ReloadState.Reload reload, ObjectNode json) {
        json.put("at", reload.at().toString());
        json.put("success", reload.success());
        write(json, "faults", reload.faults());
        ReloadState.Changes changes = reload.changes();
        write(json, "started", changes.started());
        write(json, "restarted", changes.restarted());
        write(json, "stopped", changes.stopped());
        json.put("untouched", changes.untouched());
        write(json, "plugins", changes.plugins());
        write(json, "need_restart", changes.needRestart());
    }

    private static void write(SourceView view, ObjectNode json) {
        write(view.status(), json);
        json.put("hang", view.hangReason().orElse(null));
        view.rehearsal().ifPresent(rehearsal -> {
            ObjectNode last = json.putObject("rehearsal");
            last.put("at", rehearsal.at().toString());
            last.put("passed", rehearsal.passed());
            last.put("text", rehearsal.text());
        });
    }

    private static void write(SourceStatus status, ObjectNode json) {
        json.put("source", status.source());
        json.put("state", status.state().name().toLowerCase(Locale.ROOT));
        json.put("in_step", status.settled());
        write(json, "degraded", status.degraded());
        json.put("alerts", known(status.alerts()));
        json.put("open", known(status.open()));
        json.put("pending", status.pending());
        json.put("quiet", status.quiet());
        json.put("unrecognised", status.unknown());
        json.put("last_snapshot", status.lastSnapshot() == null ? null : String.valueOf(status.lastSnapshot()));
        json.put(
                "snapshot_millis",
                status.snapshotTook() == null ? null : status.snapshotTook().toMillis());
        SourceStatus.Missing missing = status.missing();
        json.put("partial", missing == null ? null : missing.text());
        write(json, "unknown_scopes", missing == null ? List.of() : missing.scopes());
        ArrayNode leftOut = json.putArray("left_out");
        status.leftOut()
                .groups()
                .forEach(group ->
                        leftOut.addObject().put("reason", group.reason()).put("count", group.count()));
        write(json, "held", status.holds());
        json.put("notice", status.notice());
        json.put("source_fault", status.sourceFault());
        json.put("argus_fault", status.argusFault());
        SourceStatus.Vitals vitals = status.vitals();
        json.put("last_heartbeat", vitals.heartbeat() == null ? null : String.valueOf(vitals.heartbeat()));
        json.put("feedback_waiting", vitals.feedbackWaiting());
        json.put("feedback_fault", vitals.feedbackFault());
        json.put("hanging_adapters", vitals.hanging());
        json.put("notices_dropped", vitals.noticesDropped());
        ObjectNode done = json.putObject("done");
        done.put("opened", status.counts().opened());
        done.put("restarted", status.counts().restarted());
        done.put("updated", status.counts().updated());
        done.put("ended", status.counts().ended());
        done.put("failed", status.counts().failed());
    }

    private static @Nullable Integer known(int number) {
        return number < 0 ? null : (Integer) number;
    }

    private static void write(ObjectNode json, String name, List<String> values) {
        ArrayNode array = json.putArray(name);
        values.forEach(array::add);
    }
}
