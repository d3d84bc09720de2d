package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.http.HttpStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and commands Icinga 2 (2.11 or newer) through its API. */
final class IcingaBackend implements Backend, Commands {
    private static final List<String> PERMISSIONS =
            List.of("status/query objects/query/Host objects/query/Service objects/query/Comment objects/query/Downtime"
                    .split(" ", -1));
    private static final String OBJECTS = "TYPE.state != 0 && TYPE.last_check_result || wanted[TYPE.__name]";
    private static final String COMMENTS = "comment.entry_type in [1, 4]"
            + " && (comment.service_name == \"\" && host.state != 0 || service.state != 0)";
    private static final String ACKNOWLEDGEMENTS = "comment.entry_type == 4 && comment.host_name == wanted_host"
            + " && comment.service_name == wanted_service";
    private static final List<String> COMMENT_ATTRIBUTES =
            List.of("host_name", "service_name", "author", "text", "entry_time", "entry_type");
    private static final List<String> DOWNTIME_ATTRIBUTES =
            List.of("host_name", "service_name", "author", "comment", "fixed", "duration", "trigger_time", "end_time");
    private static final String DOWNTIMES = "downtime.trigger_time > 0";

    private final String name;
    private final SourceContext context;
    private final IcingaApi api;
    private volatile @Nullable HttpStream events;
    private volatile Set<ObjectKey> known = Set.of();

    /** @param context gives the client for HTTP and the threads */
    IcingaBackend(HttpEndpoint endpoint, SourceContext context) {
        this.name = endpoint.url().toString();
        this.context = context;
        this.api = new IcingaApi(endpoint, context.http(endpoint.access()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        api.requirePermissions(PERMISSIONS);
        if (events == null) {
            events = api.follow("argus-glue-" + context.installation() + "-" + context.sourceName(), changed);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Services come before their hosts, and both before comments and downtimes: what makes others less important is
     * then at least as new as they are. Icinga writes the comment of an acknowledgement before it acknowledges.
     */
    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        Instant at = context.clock().instant();
        Instant programStart = new JsonFields(api.application()::get).time("program_start");
        Set<String> wanted = watched.stream().map(ObjectKey::toString).collect(Collectors.toCollection(HashSet::new));
        JsonNode services = checkables("service", Checkables.SERVICE_ATTRIBUTES, wanted);
        services.forEach(service -> wanted.add(Checkables.key(service).host()));
        List<JsonNode> all = new ArrayList<>();
        checkables("host", Checkables.HOST_ATTRIBUTES, wanted).forEach(all::add);
        services.forEach(all::add);
        StatusRows rows = new StatusRows();
        if (any(all, "state")) {
            addComments(rows, COMMENTS, Map.of());
        }
        if (any(all, "downtime_depth")) {
            api.objects("downtime", DOWNTIMES, Map.of(), DOWNTIME_ATTRIBUTES)
                    .forEach(downtime -> rows.addDowntime(Checkables.fields(downtime)));
        }
        Map<ObjectKey, ObjectStatus> objects = new HashMap<>();
        for (JsonNode object : all) {
            ObjectKey key = Checkables.key(object);
            ObjectStatus host = key.isHost() ? null : objects.get(ObjectKey.host(key.host()));
            objects.put(key, Checkables.status(object, host, rows));
        }
        known = Set.copyOf(objects.keySet());
        return Reading.of(at, programStart, objects.values(), watched);
    }

    private static boolean any(List<JsonNode> objects, String attribute) {
        return objects.stream()
                .anyMatch(object -> object.required("attrs").required(attribute).asInt() != 0);
    }

    private JsonNode checkables(String type, List<String> attributes, Set<String> wanted)
            throws SourceException, InterruptedException {
        // Looked up by Icinga for each of its objects, which in a dictionary is fast.
        Map<String, Boolean> byName = wanted.stream().collect(Collectors.toMap(Function.identity(), any -> true));
        return api.objects(type, OBJECTS.replace("TYPE", type), Map.of("wanted", byName), attributes);
    }

    private void addComments(StatusRows rows, String filter, Map<String, String> variables)
            throws SourceException, InterruptedException {
        api.objects("comment", filter, variables, COMMENT_ATTRIBUTES)
                .forEach(comment -> rows.addComment(Checkables.fields(comment)));
    }

    @Override
    public boolean knows(ObjectKey key) {
        return known.contains(key);
    }

    @Override
    public Optional<Commands> commands() {
        return Optional.of(this);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Icinga keeps every comment over a restart, and deletes one that is not persistent with its acknowledgement.
     */
    @Override
    public void acknowledge(ObjectKey key, String author, String text, Optional<Instant> until)
            throws SourceException, InterruptedException {
        Map<String, Object> arguments = target(key, author, text);
        arguments.putAll(Map.of("sticky", true, "notify", false, "persistent", false));
        until.ifPresent(end -> arguments.put("expiry", end.getEpochSecond()));
        api.act("acknowledge-problem", arguments);
    }

    /**
     * {@inheritDoc}
     *
     * <p>If another acknowledgement has replaced it, that one stays. If there is no comment, there is nothing to
     * withdraw: Icinga does at once what it is told.
     */
    @Override
    public void removeAcknowledgement(ObjectKey key, Comment comment) throws SourceException, InterruptedException {
        if (comment.id().isEmpty()) {
            return;
        }
        Map<String, String> variables = Map.of(
                "wanted_host", key.host(), "wanted_service", key.service().orElse(""));
        StatusRows rows = new StatusRows();
        addComments(rows, ACKNOWLEDGEMENTS, variables);
        List<Comment> present = rows.comments(key);
        if (!present.isEmpty() && present.get(present.size() - 1).id().equals(comment.id())) {
            api.act("remove-acknowledgement", target(key, comment.author(), ""));
        }
        api.act("remove-comment", Map.of("type", "Comment", "comment", comment.id()));
    }

    @Override
    public void comment(ObjectKey key, String author, String text) throws SourceException, InterruptedException {
        api.act("add-comment", target(key, author, text));
    }

    @Override
    public boolean areAnswered() {
        return true;
    }

    /** The object is named, not searched for, so that its name cannot match others. */
    private static Map<String, Object> target(ObjectKey key, String author, String text) {
        String type = key.isHost() ? "Host" : "Service";
        return new HashMap<>(Map.of(
                "type", type, key.isHost() ? "host" : "service", key.toString(), "author", author, "comment", text));
    }

    @Override
    public Health health() {
        HttpStream stream = events;
        return stream == null ? Health.ok() : stream.health();
    }

    @Override
    public void close() {
        HttpStream stream = events;
        if (stream != null) {
            stream.close();
        }
    }
}
