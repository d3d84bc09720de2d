package io.github.argusglue.core.http.hook;

import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HookResult;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.RefusalLog;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts webhooks: authenticates the sender before reading anything, reads the body within limits, and passes it to
 * the adapter. The status code makes the sender retry if a later attempt can succeed, and only then.
 */
public final class HookRoute {
    private static final Logger log = LoggerFactory.getLogger("webhook");
    private static final String GET = "GET";
    private static final int MAX_NAME = 60;
    private static final Duration RETRY_LATER = Duration.ofSeconds(5);

    private final HttpConfig config;
    private final ServiceStatus service;
    private final BiConsumer<String, HookResult> results;
    private final RefusalLog refusals;
    private final Map<String, HookGate> gates = new ConcurrentHashMap<>();

    /**
     * Creates the route.
     *
     * @param results receives the result of each webhook, with the name of the source; "" if there is no such source
     * @param refusals told of those that were refused
     */
    public HookRoute(
            HttpConfig config, ServiceStatus service, BiConsumer<String, HookResult> results, RefusalLog refusals) {
        this.config = config;
        this.service = service;
        this.results = results;
        this.refusals = refusals;
    }

    /**
     * Answers a request to {@code /hooks/NAME} or below.
     *
     * @param path what follows {@code /hooks/}
     */
    public CompletableFuture<HttpReply> answer(Request request, String path) {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        String below = slash < 0 ? "" : URIUtil.decodePath(path.substring(slash + 1));
        Optional<EndpointSource> source = service.source(name);
        CompletableFuture<Outcome> outcome = source.isEmpty()
                ? done(HookResult.UNKNOWN_SOURCE, HttpReply.text(404, "there is no source with this name"))
                : answer(request, source.get(), below);
        return outcome.thenApply(known -> {
            results.accept(source.isEmpty() ? "" : name, known.result());
            refusal(known.result())
                    .ifPresent(reason -> refusals.refused(
                            Request.getRemoteAddr(request),
                            "webhook for '" + (name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name) + "': "
                                    + reason));
            // Not the body: a challenge that is echoed is a secret of the sender.
            log.debug(
                    "webhook for '{}': {} {}",
                    name,
                    known.result(),
                    known.reply().status());
            return known.reply();
        });
    }

    /** Returns why a webhook was refused; empty if it was not, or if what refused it has its own line in the log. */
    private static Optional<String> refusal(HookResult result) {
        return switch (result) {
            case UNAUTHORIZED -> Optional.of("wrong or no 'hook_token', or a wrong signature");
            case FORBIDDEN -> Optional.of("the source accepts no webhooks, or none without a 'hook_token'");
            case UNKNOWN_SOURCE -> Optional.of("there is no such source");
            case BAD_REQUEST -> Optional.of("not what the adapter of the source expects");
            case TOO_LARGE -> Optional.of("larger than 'hook_max_bytes'");
            case TOO_SLOW -> Optional.of("not complete within 'hook_timeout'");
            case TOO_MANY -> Optional.of("more than 'hook_rate' or 'hooks_at_once'");
            case TAKEN, NOT_NOW, FAILED, BROKEN_OFF -> Optional.empty();
        };
    }

    private CompletableFuture<Outcome> answer(Request request, EndpointSource source, String below) {
        Set<String> methods = methods(source);
        if (!methods.contains(request.getMethod())) {
            String allowed = String.join(", ", methods);
            return done(
                    HookResult.BAD_REQUEST,
                    HttpReply.text(405, "webhooks are sent with " + allowed).with("Allow", allowed));
        }
        Outcome refusal = refusal(request, source);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        HookGate gate = gates.computeIfAbsent(source.name(), name -> new HookGate(config));
        Duration wait = gate.enter();
        if (!wait.isZero()) {
            return done(
                    HookResult.TOO_MANY,
                    // Not 429: Alertmanager only retries after 5xx.
                    HttpReply.text(503, "too many webhooks for this source").retryAfter(wait));
        }
        return HookBody.read(
                        request,
                        config.hookMaxBytes(),
                        config.hookTimeout(),
                        request.getComponents().getScheduler())
                .thenCompose(body -> passToAdapter(request, source, below, body))
                .exceptionally(this::readFailure)
                .whenComplete((outcome, failure) -> gate.leave());
    }

    /** Returns the methods to let through; all that an adapter could want if it does not accept webhooks now. */
    private static Set<String> methods(EndpointSource source) {
        Set<String> wanted = source.live().webhooks().methods();
        return new TreeSet<>(wanted.isEmpty() ? Webhooks.METHODS : wanted);
    }

    /**
     * Returns whether the check of the adapter alone decides: senders of challenges cannot always send the token.
     * Before an adapter runs, nothing is passed on.
     */
    private static boolean isChallenge(Request request, Webhooks.HandlerState state) {
        return request.getMethod().equals(GET)
                && (state == Webhooks.HandlerState.CHECKED || state == Webhooks.HandlerState.NOT_RUNNING);
    }

    /** Returns why the webhook is rejected before its body is read; null if it is accepted. */
    private @Nullable Outcome refusal(Request request, EndpointSource source) {
        Webhooks.HandlerState state = source.live().webhooks().state();
        Secret token = source.hookToken().orElse(null);
        if (state == Webhooks.HandlerState.NO_HANDLER) {
            String text = "sources of type '" + source.type() + "' do not accept webhooks";
            return new Outcome(HookResult.FORBIDDEN, HttpReply.text(404, text).andClose());
        } else if (token != null && !HookToken.isIn(request.getHeaders(), token) && !isChallenge(request, state)) {
            String text = "send the source's 'hook_token' as 'Authorization: Bearer TOKEN', as the password"
                    + " of Basic authentication, or as X-Hook-Token";
            return new Outcome(
                    HookResult.UNAUTHORIZED,
                    HttpReply.text(401, text)
                            .with("WWW-Authenticate", "Bearer realm=\"argus-glue\"")
                            .andClose());
        } else if (state == Webhooks.HandlerState.NOT_RUNNING) {
            HttpReply reply = HttpReply.text(503, "the source is not running now" + owner(source));
            return new Outcome(HookResult.NOT_NOW, reply.retryAfter(RETRY_LATER).andClose());
        } else if (token == null && state == Webhooks.HandlerState.UNCHECKED && !mayBeOpen(request, source)) {
            String text = source.openHook()
                    ? "webhooks from browsers are not accepted"
                    : "webhooks are not" + " accepted until the source has a 'hook_token'";
            return new Outcome(HookResult.FORBIDDEN, HttpReply.text(403, text).andClose());
        }
        return request.getLength() > config.hookMaxBytes() ? tooLarge() : null;
    }

    /** Returns which other process keeps the source in step; empty without a cluster. */
    private String owner(EndpointSource source) {
        return service.cluster()
                .filter(cluster -> !cluster.owned().contains(source.name()))
                .flatMap(cluster -> cluster.owner(source.name()))
                .map(owner -> ": process '" + owner + "' owns it")
                .orElse("");
    }

    /** A page in a browser on this machine can send requests too; monitoring systems do not send an Origin header. */
    private static boolean mayBeOpen(Request request, EndpointSource source) {
        // A browser sends a GET of a page without an Origin header.
        return source.openHook()
                && !request.getMethod().equals(GET)
                && !request.getHeaders().contains(HttpHeader.ORIGIN);
    }

    private CompletableFuture<Outcome> passToAdapter(
            Request request, EndpointSource source, String below, byte[] body) {
        byte[] plain;
        String encoding = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_ENCODING))
                .orElse("identity")
                .toLowerCase(Locale.ROOT);
        try {
            plain = switch (encoding) {
                case "identity" -> body;
                case "gzip", "x-gzip" -> HookBody.inflate(body, config.hookMaxBytes());
                default -> throw new IllegalArgumentException(encoding);
            };
        } catch (HookBody.TooLargeException e) {
            return CompletableFuture.completedFuture(tooLarge());
        } catch (IOException e) {
            return done(
                    HookResult.BAD_REQUEST,
                    HttpReply.text(400, "the body is not gzip, although" + " Content-Encoding says so"));
        } catch (IllegalArgumentException e) {
            return done(HookResult.BAD_REQUEST, HttpReply.text(415, "unsupported Content-Encoding; use gzip or none"));
        }
        WebhookRequest.Builder webhook =
                WebhookRequest.builder().method(request.getMethod()).path(below).body(plain);
        try {
            for (Fields.Field parameter : Request.extractQueryParameters(request)) {
                parameter.getValues().forEach(value -> webhook.query(parameter.getName(), value));
            }
        } catch (RuntimeException e) {
            return done(HookResult.BAD_REQUEST, HttpReply.text(400, "the query is not correctly encoded"));
        }
        addHeaders(request, source, webhook);
        return source.live().webhooks().offer(webhook.build()).thenApply(HookRoute::outcome);
    }

    private static Outcome outcome(Webhooks.WebhookResult answer) {
        String text = answer.text();
        return switch (answer.verdict()) {
            case TAKEN -> outcome(answer.response() == null ? WebhookResponse.taken() : answer.response());
            case INVALID -> new Outcome(HookResult.BAD_REQUEST, HttpReply.text(400, text));
            case UNAUTHENTIC -> new Outcome(HookResult.UNAUTHORIZED, HttpReply.text(403, text));
            case NO_HANDLER -> new Outcome(HookResult.FORBIDDEN, HttpReply.text(404, text));
            case NOT_NOW ->
                new Outcome(HookResult.NOT_NOW, HttpReply.text(503, text).retryAfter(RETRY_LATER));
            // Sending it again does not help, but only a 5xx status makes senders report an error.
            case FAILED -> new Outcome(HookResult.FAILED, HttpReply.text(500, text));
        };
    }

    private static Outcome outcome(WebhookResponse response) {
        HttpReply reply = HttpReply.of(response.status(), response.contentType(), response.body());
        HookResult result = switch (response.status()) {
            case 200, 201, 202 -> HookResult.TAKEN;
            case 401, 403 -> HookResult.UNAUTHORIZED;
            case 503 -> HookResult.NOT_NOW;
            default -> response.status() < 500 ? HookResult.BAD_REQUEST : HookResult.FAILED;
        };
        return new Outcome(result, result == HookResult.NOT_NOW ? reply.retryAfter(RETRY_LATER) : reply);
    }

    private Outcome readFailure(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof HookBody.TooLargeException) {
            return tooLarge();
        } else if (cause instanceof HookBody.TooSlowException) {
            return new Outcome(
                    HookResult.TOO_SLOW,
                    HttpReply.text(
                                    408,
                                    "the webhook did not arrive within "
                                            + config.hookTimeout().toSeconds() + " s")
                            .andClose());
        }
        return new Outcome(
                HookResult.BROKEN_OFF,
                HttpReply.text(400, "the connection was closed before the request was complete")
                        .andClose());
    }

    private Outcome tooLarge() {
        return new Outcome(
                HookResult.TOO_LARGE,
                HttpReply.text(413, "larger than " + config.hookMaxBytes() + " bytes ('hook_max_bytes')")
                        .andClose());
    }

    /** Adds the headers except our token, which the adapter does not need. */
    private static void addHeaders(Request request, EndpointSource source, WebhookRequest.Builder webhook) {
        Set<String> ours = source.hookToken().isPresent() ? Set.of("authorization", HookToken.OWN_HEADER) : Set.of();
        for (HttpField field : request.getHeaders()) {
            if (field.getValue() != null && !ours.contains(field.getLowerCaseName())) {
                webhook.header(field.getName(), field.getValue());
            }
        }
    }

    private static CompletableFuture<Outcome> done(HookResult result, HttpReply reply) {
        return CompletableFuture.completedFuture(new Outcome(result, reply));
    }

    private record Outcome(HookResult result, HttpReply reply) {}
}
