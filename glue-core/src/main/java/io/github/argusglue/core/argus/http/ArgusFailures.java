package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.http.RetryAfter;
import io.github.argusglue.http.TlsFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns an error response, or a missing one, into an exception: its kind tells the core how to react, its message tells
 * a person what to check.
 */
final class ArgusFailures {
    private static final String ADDRESS =
            "is 'url' the address of Argus, without '/api/v2', and is Argus 2.x behind it?";
    private static final String OUTCOME_UNKNOWN = "it is not known whether it took effect; argus-glue will check";
    private static final Set<String> TLS_KEYS = Set.of("ca_file", "client_certificate");
    private static final String UNIQUE = "incident_unique_source_incident_id_per_source";
    private static final String FOREIGN = "Cannot remove this tag when you're not the one who added it";

    /** nginx answers in HTTP if a client certificate is missing, expired, or of an unknown CA. */
    private static final Pattern NGINX_CERTIFICATE =
            Pattern.compile("No required SSL certificate was sent|The SSL certificate error");

    /** Default limit of Django for a request body; beyond it, Django answers with an HTML page. */
    private static final int DJANGO_LIMIT = 2_621_440;

    private final String source;
    private final InstantSource clock;

    ArgusFailures(String source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The token is malformed or cannot be read. */
    ArgusException invalidToken(ArgusRequest request, String why, @Nullable Throwable cause) {
        return failure(Kind.BAD_TOKEN, request, "not sent: " + why + ": check 'argus_token'", cause, null);
    }

    /** The token is not the one whose owner was checked. */
    ArgusException uncheckedToken(ArgusRequest request) {
        return failure(Kind.UNCHECKED_TOKEN, request, "not sent: the token is new, its owner has to be checked first");
    }

    /** Not sent: the session of this process in its cluster may have ended. */
    ArgusException notOwner(ArgusRequest request) {
        return failure(Kind.NOT_OWNER, request, "not sent: another process of the cluster may own this source by now");
    }

    /** Sent, but not answered while this process was sure to own the source. */
    ArgusException givenUp(ArgusRequest request, IOException e) {
        String what = "no answer before the session of this process in the cluster may end";
        return failure(Kind.OUTCOME_UNKNOWN, request, what + ": " + OUTCOME_UNKNOWN, e, null);
    }

    /** The request cannot be written as JSON. */
    ArgusException notSerializable(String what, IOException e) {
        String why = what + ": not sent: cannot be written as JSON: " + e.getMessage();
        return new ArgusException(Kind.REJECTED, prefix() + why, e, null);
    }

    /** No answer arrived, or it was incomplete. */
    ArgusException noAnswer(ArgusRequest request, boolean sent, IOException e, Duration timeout) {
        String what = describe(request, e, timeout);
        if (request.isWrite() && sent) {
            return failure(Kind.OUTCOME_UNKNOWN, request, what + ": " + OUTCOME_UNKNOWN, e, null);
        }
        return failure(Kind.SERVER_DOWN, request, what, e, null);
    }

    /** The answer is about a different incident than the request. */
    ArgusException otherIncident(ArgusRequest request, String answered) {
        return failure(Kind.OTHER_INCIDENT, request, "the answer is about a different incident: " + answered);
    }

    /** A success whose body is not from Argus: the effect of a write is unknown. */
    ArgusException unexpectedBody(ArgusRequest request, IOException e) {
        String what = "unexpected answer: " + e.getMessage();
        return request.isWrite()
                ? failure(Kind.OUTCOME_UNKNOWN, request, what + ": " + OUTCOME_UNKNOWN + ": " + ADDRESS, e, null)
                : failure(Kind.BAD_ANSWER, request, what + ": " + ADDRESS, e, null);
    }

    /** An error response. */
    ArgusException errorResponse(ArgusRequest request, ErrorResponse error, String token) {
        String response = error.status() + " " + error.excerpt(token);
        Duration wait = RetryAfter.parse(error.retryAfter(), clock.instant());
        return switch (error.status()) {
            case 400, 413, 414, 422 -> badRequest(request, error, response);
            case 401 ->
                failure(
                        Kind.BAD_TOKEN,
                        request,
                        response + ": the token is wrong or has expired: create a new one in Argus and put"
                                + " it where 'argus_token' points to",
                        null,
                        null);
            case 403 -> forbidden(request, error, response);
            case 404 -> notFound(request, error, response);
            case 408, 500, 502, 504 -> serverError(request, response);
            case 410 ->
                failure(
                        Kind.BAD_ANSWER,
                        request,
                        response + ": the server no longer has this" + " version of the API: " + ADDRESS);
            case 429 -> failure(Kind.RATE_LIMITED, request, response + ": too many requests" + after(wait), null, wait);
            case 503 ->
                wait == null
                        ? failure(Kind.SERVER_DOWN, request, response + ": Argus is not available")
                        : failure(Kind.RATE_LIMITED, request, response + after(wait), null, wait);
            default -> other(request, error, response);
        };
    }

    private ArgusException badRequest(ArgusRequest request, ErrorResponse error, String response) {
        if (error.status() == 414) {
            return failure(Kind.REJECTED, request, response + ": the URL is too long for the server");
        }
        boolean tooLarge = error.status() == 413 || (!error.isJson() && request.size() > DJANGO_LIMIT);
        if (tooLarge) {
            return failure(
                    Kind.REJECTED,
                    request,
                    response + ": a body of " + request.size() + " bytes is too" + " large for the server");
        }
        if (!error.isJson()) {
            String advice = NGINX_CERTIFICATE.matcher(error.body()).find()
                    ? "the web server in front of Argus requires a client certificate, or does not accept ours: check"
                            + " 'client_certificate'"
                    : "not an answer of Argus: " + ADDRESS;
            return failure(Kind.BAD_ANSWER, request, response + ": " + advice);
        }
        if (error.body().contains(UNIQUE)) {
            return failure(Kind.DUPLICATE_ID, request, response + ": the id has been used before");
        }
        if (error.body().contains(FOREIGN)) {
            return failure(
                    Kind.FOREIGN_TAG,
                    request,
                    response + ": the incident has tags of other users" + " that argus-glue did not know of");
        }
        return failure(Kind.REJECTED, request, response + ": rejected by Argus");
    }

    /** Django answers a write at a wrong address with an HTML page. */
    private ArgusException forbidden(ArgusRequest request, ErrorResponse error, String response) {
        return error.isJson() || error.body().isEmpty()
                ? failure(
                        Kind.FORBIDDEN,
                        request,
                        response + ": the token is valid but has no permission:" + " check which user it belongs to")
                : failure(Kind.BAD_ANSWER, request, response + ": not an answer of Argus's API: " + ADDRESS);
    }

    private ArgusException notFound(ArgusRequest request, ErrorResponse error, String response) {
        return request.aboutIncident() && error.isJson()
                ? failure(Kind.NOT_FOUND, request, response + ": the incident was deleted")
                : failure(Kind.BAD_ANSWER, request, response + ": " + ADDRESS);
    }

    private ArgusException serverError(ArgusRequest request, String response) {
        return request.isWrite()
                ? failure(Kind.OUTCOME_UNKNOWN, request, response + ": " + OUTCOME_UNKNOWN)
                : failure(
                        Kind.SERVER_DOWN,
                        request,
                        response + ": see the log of Argus or of the proxy in" + " front of it");
    }

    private ArgusException other(ArgusRequest request, ErrorResponse error, String response) {
        int status = error.status();
        if (status >= 300 && status < 400) {
            String to = ErrorResponse.shorten(String.valueOf(error.location()), 200);
            return failure(Kind.BAD_ANSWER, request, status + " redirects to '" + to + "', not followed: " + ADDRESS);
        }
        if (status == 407) {
            return failure(Kind.BAD_ANSWER, request, response + ": the proxy requires a login: check 'proxy'");
        }
        return status >= 500
                ? serverError(request, response)
                : failure(Kind.BAD_ANSWER, request, response + ": " + ADDRESS);
    }

    private static String describe(ArgusRequest request, IOException e, Duration timeout) {
        if (e instanceof UnknownHostException) {
            return "cannot resolve '" + request.url().host() + "': check 'url' (or 'proxy') and DNS";
        }
        if (e instanceof ConnectException) {
            return "cannot connect: " + e.getMessage() + ": is Argus running?";
        }
        if (e instanceof SSLException tls) {
            return TlsFailure.text(tls, TLS_KEYS);
        }
        if (e instanceof InterruptedIOException) {
            return "no answer within " + timeout.toString().substring(2).toLowerCase(Locale.ROOT);
        }
        return "no answer: " + e.getMessage() + (request.url().isHttps() ? TlsFailure.adviceOnCut(e) : "");
    }

    private static String after(@Nullable Duration wait) {
        return wait == null ? "" : ": retry in " + wait.toSeconds() + "s";
    }

    private ArgusException failure(Kind kind, ArgusRequest request, String what) {
        return failure(kind, request, what, null, null);
    }

    private ArgusException failure(
            Kind kind, ArgusRequest request, String what, @Nullable Throwable cause, @Nullable Duration wait) {
        return new ArgusException(kind, prefix() + request + ": " + what, cause, wait);
    }

    private String prefix() {
        return "source '" + source + "': ";
    }
}
