package io.github.argusglue.plugin.prometheus.standin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The silences of a simulated cluster, which its members share. Guarded by the cluster's lock. */
final class Silences {
    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern MATCHER = Pattern.compile("\\{\"name\":" + TEXT + ",\"value\":" + TEXT + ",");

    private final Map<String, StoredSilence> all = new LinkedHashMap<>();

    record StoredSilence(
            String id, Map<String, String> labels, String createdBy, String comment, Instant startsAt, Instant endsAt) {

        private String json(Instant now) {
            StringJoiner matchers = new StringJoiner(",", "[", "]");
            labels.forEach((name, value) -> matchers.add("{\"isEqual\":true,\"isRegex\":false,\"name\":"
                    + AnswerJson.quoted(name) + ",\"value\":" + AnswerJson.quoted(value) + "}"));
            return "{\"id\":" + AnswerJson.quoted(id) + ",\"status\":{\"state\":\""
                    + (endsAt.isAfter(now) ? "active" : "expired") + "\"},\"comment\":" + AnswerJson.quoted(comment)
                    + ",\"createdBy\":" + AnswerJson.quoted(createdBy) + ",\"endsAt\":\"" + endsAt + "\",\"matchers\":"
                    + matchers + ",\"startsAt\":\"" + startsAt + "\",\"updatedAt\":\"" + startsAt + "\"}";
        }
    }

    String make(Map<String, String> labels, String createdBy, String comment, Instant startsAt, Instant endsAt) {
        String id = UUID.randomUUID().toString();
        all.put(id, new StoredSilence(id, Map.copyOf(labels), createdBy, comment, startsAt, endsAt));
        return id;
    }

    List<StoredSilence> active(Instant now) {
        return all.values().stream().filter(made -> made.endsAt().isAfter(now)).toList();
    }

    List<String> matching(Map<String, String> labels, Instant now) {
        return active(now).stream()
                .filter(made -> labels.entrySet().containsAll(made.labels().entrySet()))
                .map(StoredSilence::id)
                .toList();
    }

    void endThoseOf(String person, Instant now) {
        active(now).stream()
                .filter(silence -> silence.createdBy().equals(person))
                .map(StoredSilence::id)
                .toList()
                .forEach(id -> end(id, now));
    }

    void endAll(Instant now) {
        new ArrayList<>(all.keySet()).forEach(id -> end(id, now));
    }

    private void end(String id, Instant now) {
        all.computeIfPresent(
                id,
                (same, made) -> new StoredSilence(
                        made.id(), made.labels(), made.createdBy(), made.comment(), made.startsAt(), now));
    }

    TinyHttpServer.Response answer(TinyHttpServer.Request request, Instant now) {
        return switch (request.method()) {
            case "POST" -> TinyHttpServer.Response.json("{\"silenceID\":\"" + post(request.body(), now) + "\"}", now);
            case "DELETE" -> delete(request.path().substring(request.path().lastIndexOf('/') + 1), now);
            default -> {
                StringJoiner list = new StringJoiner(",", "[", "]");
                all.values().forEach(made -> list.add(made.json(now)));
                yield TinyHttpServer.Response.json(list.toString(), now);
            }
        };
    }

    /** A silence with the same matchers and start is changed in place; any other change creates a new one. */
    private String post(String body, Instant now) {
        Map<String, String> labels = new HashMap<>();
        Matcher matcher = MATCHER.matcher(body);
        while (matcher.find()) {
            labels.put(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
        }
        Instant startsAt = Instant.parse(field(body, "startsAt"));
        Instant endsAt = Instant.parse(field(body, "endsAt"));
        StoredSilence before = all.get(field(body, "id"));
        if (before != null
                && before.labels().equals(labels)
                && before.startsAt().equals(startsAt)) {
            all.put(
                    before.id(),
                    new StoredSilence(
                            before.id(), labels, field(body, "createdBy"), field(body, "comment"), startsAt, endsAt));
            return before.id();
        } else if (before != null) {
            end(before.id(), now);
        }
        return make(labels, field(body, "createdBy"), field(body, "comment"), startsAt, endsAt);
    }

    private TinyHttpServer.Response delete(String id, Instant now) {
        if (!all.containsKey(id)) {
            return TinyHttpServer.Response.refusal(500, "\"silence not found\"", now);
        }
        end(id, now);
        return TinyHttpServer.Response.json("", now);
    }

    private static String field(String body, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":" + TEXT).matcher(body);
        return field.find() ? unquoted(field.group(1)) : "";
    }

    private static String unquoted(String text) {
        return text.replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
