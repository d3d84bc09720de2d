package io.github.argusglue.plugin.nagios.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The files of {@link StandInNagios}: status.dat, objects.cache, nagios.log and the pipe for commands. */
public final class StatusFiles implements AutoCloseable {
    /** Not a command: shows that those before it were read. */
    private static final String END = "END";

    private final StandInNagios nagios;
    private final Path dir;
    private volatile CountDownLatch awaited = new CountDownLatch(0);
    private final FileChannel commands;
    private final Thread reader;
    private volatile boolean isAutomatic;
    private volatile UnaryOperator<byte[]> distortion = content -> content;
    private String lastObjects = "";

    /** Writes the files into a folder, and a nagios.cfg that names them. */
    public StatusFiles(StandInNagios nagios, Path dir) throws IOException, InterruptedException {
        this.nagios = nagios;
        this.dir = dir;
        Files.writeString(config(), """
                log_file=nagios.log
                object_cache_file=objects.cache
                status_file=status.dat
                command_file=nagios.cmd
                status_update_interval=10
                """);
        Files.createFile(dir.resolve("nagios.log"));
        Path pipe = dir.resolve("nagios.cmd");
        if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("mkfifo " + pipe + " failed");
        }
        commands = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        reader = new Thread(this::readCommands, "commands");
        reader.setDaemon(true);
        reader.start();
        nagios.listen(this::onEvent);
        save();
    }

    /** Returns the path of nagios.cfg. */
    public Path config() {
        return dir.resolve("nagios.cfg");
    }

    /** Writes status.dat after each change from now on; otherwise only {@link #save} does. */
    public void saveAutomatically() {
        isAutomatic = true;
    }

    /** Changes what status.dat contains from the next save on. */
    public void distort(UnaryOperator<byte[]> change) {
        distortion = change;
    }

    /**
     * Writes status.dat and, if the configuration has changed, objects.cache. Does nothing while the daemon is stopped.
     */
    public void save() {
        nagios.read(() -> {
            if (nagios.isRunning()) {
                String objects = objects();
                if (!objects.equals(lastObjects)) {
                    replace("objects.cache", objects.getBytes(StandardCharsets.UTF_8));
                    lastObjects = objects;
                }
                replace("status.dat", distortion.apply(status().getBytes(StandardCharsets.UTF_8)));
            }
            return null;
        });
    }

    private void replace(String name, byte[] content) {
        try {
            Path temporary = Files.write(dir.resolve(name + ".new"), content);
            Files.setLastModifiedTime(temporary, FileTime.from(Instant.ofEpochSecond(nagios.now())));
            Files.move(
                    temporary, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onEvent(StandInEvent event) {
        try {
            if (event.kind() == StandInEvent.Kind.LOG) {
                Files.writeString(dir.resolve("nagios.log"), event.line() + "\n", StandardOpenOption.APPEND);
                if (event.line().contains("Successfully shutdown")) {
                    Files.deleteIfExists(dir.resolve("status.dat"));
                }
            } else if (isAutomatic) {
                save();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the daemon has carried out what is in the pipe. */
    public void awaitCommands() {
        CountDownLatch reached = new CountDownLatch(1);
        awaited = reached;
        try {
            Files.writeString(dir.resolve("nagios.cmd"), END + "\n", StandardOpenOption.WRITE);
            if (!reached.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("commands are not read");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readCommands() {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4_096);
        try {
            while (commands.read(buffer.clear()) > 0) {
                text.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
                for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                    String line = text.substring(0, end);
                    text.delete(0, end + 1);
                    if (line.equals(END)) {
                        awaited.countDown();
                    } else {
                        nagios.apply(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (ClosedChannelException e) {
            // By close().
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String status() {
        StringBuilder text = new StringBuilder("# NAGIOS STATUS FILE\n\n");
        block(text, "info", Map.of("created", nagios.now()));
        block(text, "programstatus", Map.of("program_start", nagios.programStart()));
        nagios.objects()
                .forEach(object -> block(text, object.isHost() ? "hoststatus" : "servicestatus", status(object)));
        nagios.comments().forEach(comment -> {
            Map<String, Object> values = name(comment.host(), comment.service());
            values.put("entry_type", comment.entryType());
            values.put("comment_id", comment.id());
            values.put("persistent", comment.persistent() ? 1 : 0);
            values.put("entry_time", comment.at());
            values.put("author", comment.author());
            values.put("comment_data", comment.text());
            block(text, comment.service().isEmpty() ? "hostcomment" : "servicecomment", values);
        });
        nagios.downtimes().forEach(downtime -> {
            Map<String, Object> values = name(downtime.host(), downtime.service());
            values.put("downtime_id", downtime.id());
            values.put("start_time", downtime.start());
            values.put("end_time", downtime.end());
            values.put("is_in_effect", downtime.inEffect() ? 1 : 0);
            values.put("author", downtime.author());
            values.put("comment", downtime.text());
            block(text, downtime.service().isEmpty() ? "hostdowntime" : "servicedowntime", values);
        });
        return text.toString();
    }

    private Map<String, Object> status(StandInObject object) {
        StandInObject.Check check = object.check;
        Map<String, Object> values = name(object.host, object.service);
        values.put("has_been_checked", check.checked ? 1 : 0);
        values.put("current_state", check.state);
        values.put("state_type", check.hard ? 1 : 0);
        values.put("plugin_output", check.output);
        values.put("long_plugin_output", check.longOutput);
        values.put("last_check", check.lastCheck);
        values.put("last_state_change", check.lastStateChange);
        values.put("last_hard_state_change", check.lastHardStateChange);
        values.put(object.isHost() ? "last_time_up" : "last_time_ok", check.lastTime[0]);
        values.put("problem_has_been_acknowledged", check.acknowledgement > 0 ? 1 : 0);
        values.put("acknowledgement_type", check.acknowledgement);
        values.put("acknowledgement_end_time", check.acknowledgedUntil);
        values.put("scheduled_downtime_depth", nagios.downtimeDepth(object.host, object.service));
        values.put("is_flapping", check.flapping ? 1 : 0);
        values.put("notifications_enabled", object.notifying ? 1 : 0);
        object.variables.forEach((name, value) -> values.put("_" + name, "0;" + value));
        return values;
    }

    private String objects() {
        StringBuilder text = new StringBuilder();
        Map<String, List<String>> hostGroups = new LinkedHashMap<>();
        Map<String, List<String>> serviceGroups = new LinkedHashMap<>();
        for (StandInObject object : nagios.objects()) {
            String member = object.isHost() ? object.host : object.host + "," + object.service;
            object.groups.forEach(group -> (object.isHost() ? hostGroups : serviceGroups)
                    .computeIfAbsent(group, name -> new ArrayList<>())
                    .add(member));
        }
        groups(text, "hostgroup", hostGroups);
        groups(text, "servicegroup", serviceGroups);
        for (StandInObject object : nagios.objects()) {
            Map<String, Object> values = name(object.host, object.service);
            values.put("alias", object.alias);
            values.put("address", object.address);
            values.put("notes_url", object.notesUrl);
            values.put("contact_groups", String.join(",", object.contactGroups));
            define(text, object.isHost() ? "host" : "service", values);
        }
        return text.toString();
    }

    private static void groups(StringBuilder text, String kind, Map<String, List<String>> groups) {
        groups.forEach((name, members) ->
                define(text, kind, Map.of(kind + "_name", name, "members", String.join(",", members))));
    }

    private static Map<String, Object> name(String host, String service) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("host_name", host);
        if (!service.isEmpty()) {
            values.put("service_description", service);
        }
        return values;
    }

    private static void block(StringBuilder text, String type, Map<String, Object> values) {
        write(text, type, values, "=");
    }

    private static void define(StringBuilder text, String type, Map<String, Object> values) {
        write(
                text,
                "define " + type,
                values.entrySet().stream()
                        .filter(value -> !value.getValue().equals(""))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new)),
                "\t");
    }

    private static void write(StringBuilder text, String type, Map<String, Object> values, String separator) {
        text.append(type).append(" {\n");
        values.forEach((key, value) ->
                text.append('\t').append(key).append(separator).append(value).append('\n'));
        text.append("\t}\n\n");
    }

    /** Returns when nothing is written any more: the folder can then be deleted. */
    @Override
    public void close() throws IOException {
        commands.close();
        try {
            reader.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
