package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.core.argus.TokenOwner;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** {@link TokenApi} over version 2 of Argus's HTTP API. */
final class HttpTokenApi implements TokenApi {
    /** Empty body: with credentials in the body, Argus would ignore those in the header. */
    private static final byte[] EMPTY_BODY = {};

    private static final int PAGE = 100;

    private final ArgusTransport transport;
    private final ArgusFailures failures;
    private final HttpUrl api;
    private final RequestBodies bodies = new RequestBodies();

    HttpTokenApi(ArgusTransport transport, ArgusFailures failures, HttpUrl base) {
        this.transport = transport;
        this.failures = failures;
        this.api = ArgusUrls.below(base, "api/v2/");
    }

    @Override
    public String userName() throws ArgusException, InterruptedException {
        return transport.send(ArgusRequest.get(url("auth/user/")), json -> {
            String[] name = {""};
            ArgusJson.object(json, "answer", field -> {
                if ("username".equals(field)) {
                    name[0] = ArgusJson.text(json, field);
                } else {
                    json.skipChildren();
                }
            });
            return name[0];
        });
    }

    @Override
    public TokenOwner owner() throws ArgusException, InterruptedException {
        return new SourceIdentity(transport, api).owner();
    }

    @Override
    public Secret refresh() throws ArgusException, InterruptedException {
        return transport
                .send(post("auth/refresh-token/", EMPTY_BODY), HttpTokenApi::login)
                .token();
    }

    @Override
    public KnoxToken login() throws ArgusException, InterruptedException {
        return transport.send(post("auth/token/login/", EMPTY_BODY), HttpTokenApi::login);
    }

    @Override
    public KnoxToken login(String username, Secret password) throws ArgusException, InterruptedException {
        byte[] body;
        try {
            body = bodies.login(username, password.reveal());
        } catch (IOException e) {
            throw failures.notSerializable("login of '" + username + "'", e);
        }
        ArgusRequest request = ArgusRequest.writeWithoutToken("POST", url("auth/token/login/"), body);
        try {
            return transport.send(request, HttpTokenApi::login);
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.FORBIDDEN && e.kind() != ArgusException.Kind.BAD_TOKEN) {
                throw e;
            }
            String why = request + ": Argus rejects the login of '" + username
                    + "': check 'argus_username' and 'argus_password', and that the user is active";
            throw new ArgusException(ArgusException.Kind.FORBIDDEN, why, e, null);
        }
    }

    @Override
    public void logout() throws ArgusException, InterruptedException {
        transport.send(post("auth/token/logout/", EMPTY_BODY), json -> {
            json.skipChildren();
            return api;
        });
    }

    @Override
    public List<Incident> listExpiring() throws ArgusException, InterruptedException {
        return listing(openIncidents().addQueryParameter("token_expiry", "true"));
    }

    @Override
    public List<Incident> listOpenTagged(Tag tag) throws ArgusException, InterruptedException {
        return listing(openIncidents().addQueryParameter("tags", tag.toString())).stream()
                .filter(incident ->
                        incident.tags().stream().anyMatch(one -> one.tag().equals(tag)))
                .toList();
    }

    @Override
    public Optional<Incident> findIncident(long pk) throws ArgusException, InterruptedException {
        ArgusRequest request = ArgusRequest.get(url("incidents/" + pk + "/")).onIncident();
        try {
            return Optional.of(transport.send(
                    request, json -> new IncidentReader().read(json).incident()));
        } catch (ArgusException e) {
            if (e.kind() == ArgusException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<Incident> listing(HttpUrl.Builder filtered) throws ArgusException, InterruptedException {
        return new IncidentListing(transport, filtered.build(), new PageSize(PAGE)).all();
    }

    private HttpUrl.Builder openIncidents() {
        return url("incidents/").newBuilder().addQueryParameter("open", "true");
    }

    private ArgusRequest post(String path, byte[] body) {
        return ArgusRequest.write("POST", url(path), body);
    }

    private HttpUrl url(String path) {
        return ArgusUrls.below(api, path);
    }

    /** Reads a login. Exceptions must not quote the answer, because it contains a token. */
    private static KnoxToken login(JsonParser json) throws IOException {
        String[] token = {""};
        @Nullable Instant[] expiry = {null};
        ArgusJson.object(json, "answer", field -> {
            if ("token".equals(field)) {
                token[0] = ArgusJson.text(json, field);
            } else if ("expiry".equals(field) && json.currentToken() != JsonToken.VALUE_NULL) {
                expiry[0] = ArgusJson.time(json, field);
            } else {
                json.skipChildren();
            }
        });
        if (token[0].isBlank()) {
            throw ArgusJson.missing("token");
        }
        return new KnoxToken(Secret.of(token[0]), expiry[0]);
    }
}
