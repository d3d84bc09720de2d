package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes of what came back, or did not, the failure that tells the core what to do and a person what to look at. */
final class ArgusFailures {
    private static final String ADDRESS =
            "is 'url' the address of Argus, without '/api/v2', and is Argus 2.x behind it?";
    private static final String LOOK_UP = "it may or may not have been done, to be looked up";
    private static final String UNIQUE = "incident_unique_source_incident_id_per_source";
    private static final String FOREIGN = "Cannot remove this tag when you're not the one who added it";

    /** Of what Django takes by default; beyond, it answers a page that looks like somebody else's. */
    private static final int DJANGO_LIMIT = 2_621_440;

    private final String source;
    private final InstantSource clock;

    ArgusFailures(String source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The token itself is unfit or cannot be read. */
    ArgusException unfitToken(ArgusRequest request, String why, @Nullable Throwable cause) {
        return failure(Kind.BAD_TOKEN, request, "not sent: " + why + ": check 'argus_token'", cause, null);
    }

    /** The token is another than the one whose owner was checked. */
    ArgusException uncheckedToken(ArgusRequest request) {
        return failure(Kind.UNCHECKED_TOKEN, request, "not sent: the token is new, and its owner is checked first");
    }

    /** The request cannot be written as JSON. */
    ArgusException unwritable(String what, IOException e) {
        String why = what + ": not sent: it cannot be written as JSON: " + e.getMessage();
        return new ArgusException(Kind.REJECTED, prefix() + why, e, null);
    }

    /** No answer came, or it broke off. */
    ArgusException noAnswer(ArgusRequest request, boolean sent, IOException e, Duration timeout) {
        String what = describe(request, e, timeout);
        if (request.isWrite() && sent) {
            return failure(Kind.OUTCOME_UNKNOWN, request, what + ": " + LOOK_UP, e, null);
        }
        return failure(Kind.SERVER_DOWN, request, what, e, null);
    }

    /** The answer is about another incident than was meant. */
    ArgusException otherIncident(ArgusRequest request, String answered) {
        return failure(Kind.OTHER_INCIDENT, request, "the answer is about another incident: " + answered);
    }

    /** A success with a body that is no Argus's: what a write has done is not known then. */
    ArgusException unreadable(ArgusRequest request, IOException e) {
        String what = "answer not understood: " + e.getMessage();
        return request.isWrite()
                ? failure(Kind.OUTCOME_UNKNOWN, request, what + ": " + LOOK_UP + ": " + ADDRESS, e, null)
                : failure(Kind.BAD_ANSWER, request, what + ": " + ADDRESS, e, null);
    }

    /** An answer other than success. */
    ArgusException refused(ArgusRequest request, Refusal refusal, String token) {
        String said = refusal.status() + " " + refusal.excerpt(token);
        Duration wait = RetryAfter.parse(refusal.retryAfter(), clock.instant());
        return switch (refusal.status()) {
            case 400, 413, 414, 422 -> unaccepted(request, refusal, said);
            case 401 ->
                failure(
                        Kind.BAD_TOKEN,
                        request,
                        said + ": the token is wrong or has expired: make a new one in Argus and put it where "
                                + "'argus_token' points",
                        null,
                        null);
            case 403 -> forbidden(request, refusal, said);
            case 404 -> missing(request, refusal, said);
            case 408, 500, 502, 504 -> broken(request, said);
            case 410 -> failure(Kind.BAD_ANSWER, request, said + ": this version of the API is gone: " + ADDRESS);
            case 429 -> failure(Kind.RATE_LIMITED, request, said + ": too many requests" + after(wait), null, wait);
            case 503 ->
                wait == null
                        ? failure(Kind.SERVER_DOWN, request, said + ": Argus is not available")
                        : failure(Kind.RATE_LIMITED, request, said + after(wait), null, wait);
            default -> other(request, refusal, said);
        };
    }

    private ArgusException unaccepted(ArgusRequest request, Refusal refusal, String said) {
        if (refusal.status() == 414) {
            return failure(Kind.REJECTED, request, said + ": the address is too long for the server");
        }
        boolean tooLarge = refusal.status() == 413 || (!refusal.isJson() && request.size() > DJANGO_LIMIT);
        if (tooLarge) {
            return failure(
                    Kind.REJECTED, request, said + ": " + request.size() + " bytes are too large for the server");
        }
        if (!refusal.isJson()) {
            return failure(Kind.BAD_ANSWER, request, said + ": not an answer of Argus: " + ADDRESS);
        }
        if (refusal.body().contains(UNIQUE)) {
            return failure(Kind.DUPLICATE_ID, request, said + ": the id was used before");
        }
        if (refusal.body().contains(FOREIGN)) {
            return failure(Kind.FOREIGN_TAG, request, said + ": the incident has tags we did not know of");
        }
        return failure(Kind.REJECTED, request, said + ": Argus does not take this");
    }

    /** Django answers a page to a write at an address that is not the API's. */
    private ArgusException forbidden(ArgusRequest request, Refusal refusal, String said) {
        return refusal.isJson() || refusal.body().isEmpty()
                ? failure(Kind.FORBIDDEN, request, said + ": the token is good but may not do this: check whose it is")
                : failure(Kind.BAD_ANSWER, request, said + ": not an answer of Argus's API: " + ADDRESS);
    }

    private ArgusException missing(ArgusRequest request, Refusal refusal, String said) {
        return request.incident() && refusal.isJson()
                ? failure(Kind.NOT_FOUND, request, said + ": the incident was deleted")
                : failure(Kind.BAD_ANSWER, request, said + ": " + ADDRESS);
    }

    private ArgusException broken(ArgusRequest request, String said) {
        return request.isWrite()
                ? failure(Kind.OUTCOME_UNKNOWN, request, said + ": " + LOOK_UP)
                : failure(Kind.SERVER_DOWN, request, said + ": see the log of Argus or of the proxy before it");
    }

    private ArgusException other(ArgusRequest request, Refusal refusal, String said) {
        int status = refusal.status();
        if (status >= 300 && status < 400) {
            String to = Refusal.shorten(String.valueOf(refusal.location()), 200);
            return failure(Kind.BAD_ANSWER, request, status + " redirects to '" + to + "', not followed: " + ADDRESS);
        }
        if (status == 407) {
            return failure(Kind.BAD_ANSWER, request, said + ": the proxy wants a login: check 'proxy'");
        }
        return status >= 500 ? broken(request, said) : failure(Kind.BAD_ANSWER, request, said + ": " + ADDRESS);
    }

    private static String describe(ArgusRequest request, IOException e, Duration timeout) {
        if (e instanceof UnknownHostException) {
            return "cannot resolve '" + request.url().host() + "': check 'url' (or 'proxy') and DNS";
        }
        if (e instanceof ConnectException) {
            return "cannot connect: " + e.getMessage() + ": is Argus running?";
        }
        if (e instanceof SSLException) {
            return "no secure connection: " + e.getMessage() + ": check 'url', the server's certificate and 'ca_file'";
        }
        if (e instanceof InterruptedIOException) {
            return "no answer within " + timeout.toString().substring(2).toLowerCase(Locale.ROOT);
        }
        return "no answer: " + e.getMessage();
    }

    private static String after(@Nullable Duration wait) {
        return wait == null ? "" : ": again in " + wait.toSeconds() + "s";
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
