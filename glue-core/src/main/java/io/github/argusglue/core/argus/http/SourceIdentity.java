package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.TokenOwner;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * Finds out which user owns a token. The API returns only the name of the user. The number is found in the user's own
 * incidents. If there are none, it is found in the list of source systems, which does not contain the names of the
 * users.
 */
final class SourceIdentity {
    private final ArgusTransport transport;
    private final HttpUrl api;

    SourceIdentity(ArgusTransport transport, HttpUrl api) {
        this.transport = transport;
        this.api = api;
    }

    void checkToken() throws ArgusException, InterruptedException {
        userName("auth/user/");
    }

    TokenOwner owner() throws ArgusException, InterruptedException {
        HttpUrl mine = url("incidents/mine/")
                .newBuilder()
                .addQueryParameter("page_size", "1")
                .build();
        IncidentPage page =
                transport.send(ArgusRequest.get(mine), json -> IncidentPage.read(json, new IncidentReader()));
        if (!page.rows().isEmpty()) {
            return page.rows().get(0).owner();
        }
        String name = userName("auth/user/");
        for (Source source : sources(name)) {
            if (name.equals(userName("auth/users/" + source.user() + "/"))) {
                return new TokenOwner(source.user(), source.pk(), source.name());
            }
        }
        ArgusRequest asked = ArgusRequest.get(url("incidents/sources/"));
        throw new ArgusException(
                ArgusException.Kind.FORBIDDEN,
                asked + ": the token's user '" + name
                        + "' has no source system: create the token for the user of a source system");
    }

    private record Source(long pk, String name, long user) {}

    /**
     * Returns all source systems, the most likely one first: a source system and its user usually have the same name.
     */
    private List<Source> sources(String likely) throws ArgusException, InterruptedException {
        List<Source> sources = transport.send(
                ArgusRequest.get(url("incidents/sources/")),
                json -> ArgusJson.array(json, "answer", SourceIdentity::source));
        sources.sort(Comparator.comparingInt(source -> source.name().equals(likely) ? 0 : 1));
        return sources;
    }

    private static Source source(JsonParser json) throws IOException {
        String[] name = {""};
        long[] numbers = {0, 0};
        ArgusJson.object(json, "source", field -> {
            switch (field) {
                case "name" -> name[0] = ArgusJson.text(json, field);
                case "pk" -> numbers[0] = ArgusJson.number(json, field);
                case "user" -> numbers[1] = ArgusJson.number(json, field);
                default -> json.skipChildren();
            }
        });
        return new Source(numbers[0], name[0], numbers[1]);
    }

    private String userName(String path) throws ArgusException, InterruptedException {
        return transport.send(ArgusRequest.get(url(path)), json -> {
            String[] name = {""};
            ArgusJson.object(json, "answer", field -> {
                if ("username".equals(field)) {
                    name[0] = ArgusJson.text(json, field);
                } else {
                    json.skipChildren();
                }
            });
            if (name[0].isEmpty()) {
                throw ArgusJson.missing("username");
            }
            return name[0];
        });
    }

    private HttpUrl url(String path) {
        return ArgusUrls.below(api, path);
    }
}
