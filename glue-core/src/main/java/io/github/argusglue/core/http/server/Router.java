package io.github.argusglue.core.http.server;

import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.hook.HookRoute;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.metric.HealthChecks;
import io.github.argusglue.core.http.page.Pages;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps paths to handlers. GET requests never change anything, except that an adapter may take some as webhooks. */
final class Router extends Handler.Abstract.NonBlocking {
    private static final Logger log = LoggerFactory.getLogger("http");
    private static final String HOOKS = "/hooks/";
    private static final String SOURCES = "/sources/";

    private final Pages pages;
    private final HealthChecks checks;
    private final GlueMetrics metrics;
    private final HookRoute hooks;

    Router(Pages pages, HealthChecks checks, GlueMetrics metrics, HookRoute hooks) {
        this.pages = pages;
        this.checks = checks;
        this.metrics = metrics;
        this.hooks = hooks;
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
        }
        return switch (path) {
            case "/" -> now(pages.overview());
            case "/healthz" -> now(checks.healthy());
            case "/readyz" -> now(checks.ready());
            case "/metrics" -> now(metrics.scrape());
            default -> now(HttpReply.text(404, "not found; see /"));
        };
    }

    private static CompletableFuture<HttpReply> now(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
