package io.github.argusglue.core.http.server;

import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.RefusalLog;
import io.github.argusglue.core.http.hook.HookRoute;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.metric.HealthChecks;
import io.github.argusglue.core.http.page.Pages;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps paths to handlers. GET requests never change anything, except that an adapter may take some as webhooks. */
final class Router extends Handler.Abstract.NonBlocking {
    private static final Logger log = LoggerFactory.getLogger("http");
    private static final String HOOKS = "/hooks/";
    private static final String SOURCES = "/sources/";
    private static final String ACTIVE = "/active/";
    private static final int MAX_NAME = 100;

    private final Pages pages;
    private final HealthChecks checks;
    private final GlueMetrics metrics;
    private final HookRoute hooks;
    private final HostNames hosts;
    private final RefusalLog refusals;

    Router(
            Pages pages,
            HealthChecks checks,
            GlueMetrics metrics,
            HookRoute hooks,
            HostNames hosts,
            RefusalLog refusals) {
        this.pages = pages;
        this.checks = checks;
        this.metrics = metrics;
        this.hooks = hooks;
        this.hosts = hosts;
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        CompletableFuture<HttpReply> reply;
        try {
            reply = reply(request);
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        var unused = reply.exceptionally(failure -> failed(request, failure))
                .thenAccept(ready -> ready.send(response, callback))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        callback.failed(failure);
                    }
                });
        return true;
    }

    private static HttpReply failed(Request request, Throwable failure) {
        log.error(
                "internal error in argus-glue: {} {}",
                request.getMethod(),
                request.getHttpURI().getPath(),
                failure);
        return HttpReply.text(500, "internal error in argus-glue; see its log").andClose();
    }

    private CompletableFuture<HttpReply> reply(Request request) {
        String host = request.getHttpURI().getHost();
        // Browsers always say which host they want; simple health checks do not.
        if (host != null && !hosts.include(host, request.getConnectionMetaData().getLocalSocketAddress())) {
            String name = host.length() > MAX_NAME ? host.substring(0, MAX_NAME) : host;
            refusals.refused(
                    Request.getRemoteAddr(request),
                    "called by the name '" + name
                            + "': if that is a name of this machine, add it to 'hosts' in [http]");
            return now(HttpReply.text(
                            HttpStatus.MISDIRECTED_REQUEST_421,
                            "this is argus-glue, which does not answer as '" + name
                                    + "': if this is one of its names, add it to 'hosts' in [http]")
                    .andClose());
        } else if (isAmbiguous(request.getHttpURI().getPath())) {
            refusals.refused(Request.getRemoteAddr(request), "a path with '..', '.', '//' or ';'");
            return now(HttpReply.text(400, "the path must not contain '..', '.', '//' or ';'")
                    .andClose());
        }
        String path = Request.getPathInContext(request);
        if (path.startsWith(HOOKS)) {
            return hooks.answer(request, path.substring(HOOKS.length()));
        }
        String method = request.getMethod();
        if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
            return now(HttpReply.text(405, "only GET and HEAD are allowed")
                    .with("Allow", "GET, HEAD")
                    .andClose());
        } else if (path.startsWith(SOURCES)) {
            return pages.source(path.substring(SOURCES.length()));
        } else if (path.startsWith(ACTIVE)) {
            return now(checks.active(path.substring(ACTIVE.length())));
        }
        return switch (path) {
            case "/" -> now(pages.overview());
            case "/healthz" -> now(checks.healthy());
            case "/readyz" -> now(checks.ready());
            case "/metrics" -> now(metrics.scrape());
            default -> now(HttpReply.text(404, "not found; see /"));
        };
    }

    /** A web server in front decides by the path as it is sent, so it must not mean another one here. */
    private static boolean isAmbiguous(@Nullable String sent) {
        return sent == null
                || sent.contains(";")
                || sent.contains("//")
                || Arrays.stream(sent.split("/")).anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    private static CompletableFuture<HttpReply> now(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
