package io.github.argusglue.plugin.nagios.standin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The state of a monitoring daemon that behaves like Nagios Core 4.4: objects, results of checks with attempts and SOFT
 * and HARD states, acknowledgements, comments, downtimes, and what a restart or a crash does to them. Frontends make it
 * readable in the ways of the real one. Safe for use by any thread.
 *
 * <p>A service is named by its host and description, a host by its name and an empty description.
 */
public final class StandInNagios {
    private final Clock clock;
    private final Map<String, StandInObject> objects = new LinkedHashMap<>();
    private final List<StandInComment> comments = new ArrayList<>();
    private final List<StandInDowntime> downtimes = new ArrayList<>();
    private final List<Consumer<StandInEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, StandInObject.Retained> retained = new LinkedHashMap<>();
    private final List<StandInComment> retainedComments = new ArrayList<>();
    private final List<StandInDowntime> retainedDowntimes = new ArrayList<>();
    private int retainedProblemId;
    private int problemId;
    private int nextCommentId = 1;
    private int nextDowntimeId = 1;
    private boolean running = true;
    private boolean notifying = true;
    private long programStart;

    /** Makes a daemon that runs and has no objects. */
    public StandInNagios(Clock clock) {
        this.clock = clock;
        programStart = now();
    }

    /** Returns the time in whole seconds, as the daemon writes it. */
    public long now() {
        return clock.instant().getEpochSecond();
    }

    /** Calls a listener of all that happens from now on, under the daemon's lock: it has to return at once. */
    public void listen(Consumer<StandInEvent> listener) {
        listeners.add(listener);
    }

    /** Returns what the action reads, with no change meanwhile. */
    public synchronized <T> T read(Supplier<T> action) {
        advance();
        return action.get();
    }

    /** Adds a host that was not checked yet, and returns it for further configuration; visible at once. */
    public synchronized StandInObject addHost(String host) {
        return objects.computeIfAbsent(host, name -> new StandInObject(host, ""))
                .address("192.0.2.1");
    }

    /** Adds a service that was not checked yet; its host must exist. */
    public synchronized StandInObject addService(String host, String service) {
        object(host, "");
        return objects.computeIfAbsent(host + ";" + service, name -> new StandInObject(host, service));
    }

    /** Removes an object and reads the configuration again. With a host go its services. */
    public synchronized void remove(String host, String service) {
        objects.values().removeIf(o -> o.host.equals(host) && (service.isEmpty() || o.service.equals(service)));
        comments.removeIf(c -> !objects.containsKey(path(c.host(), c.service())));
        downtimes.removeIf(d -> !objects.containsKey(path(d.host(), d.service())));
        reload();
    }

    /** Returns an object. */
    public synchronized StandInObject object(String host, String service) {
        StandInObject object = objects.get(path(host, service));
        if (object == null) {
            throw new IllegalArgumentException("no object '" + path(host, service) + "'");
        }
        return object;
    }

    /** Returns all objects, hosts and services, in the order in which they were added. */
    public synchronized List<StandInObject> objects() {
        return List.copyOf(objects.values());
    }

    /** Returns the comments, oldest first. */
    public synchronized List<StandInComment> comments() {
        return List.copyOf(comments);
    }

    /** Returns the comments on one object, oldest first. */
    public synchronized List<StandInComment> comments(String host, String service) {
        return comments.stream()
                .filter(c -> c.host().equals(host) && c.service().equals(service))
                .toList();
    }

    /** Returns the downtimes, planned and running. */
    public synchronized List<StandInDowntime> downtimes() {
        return List.copyOf(downtimes);
    }

    /** Returns how many downtimes of the object itself are in effect. */
    public synchronized int downtimeDepth(String host, String service) {
        return (int) downtimes.stream()
                .filter(d ->
                        d.inEffect() && d.host().equals(host) && d.service().equals(service))
                .count();
    }

    /** Returns whether the daemon runs. If it does not, frontends behave as if there were none. */
    public synchronized boolean isRunning() {
        return running;
    }

    /** Returns when the daemon started or read its configuration. */
    public synchronized long programStart() {
        return programStart;
    }

    /** Returns whether notifications are enabled for the daemon as a whole. */
    public synchronized boolean isNotifying() {
        return notifying;
    }

    /** Takes one passive result of a check: 0 is OK or UP. */
    public synchronized void set(String host, String service, int state, String output) {
        set(host, service, state, output, "", "");
    }

    /** Takes as many results as it needs for a HARD state. */
    public synchronized void setHard(String host, String service, int state, String output) {
        StandInObject object = object(host, service);
        do {
            set(host, service, state, output);
        } while (!object.check.hard);
    }

    private void set(String host, String service, int state, String output, String longOutput, String perfData) {
        StandInObject object = object(host, service);
        int before = object.check.state;
        boolean hostUp = object.isHost() || object(host, "").check.state == 0;
        boolean log = object.take(state, output.replace(';', ':'), longOutput, perfData, hostUp, now());
        if (object.check.state != 0 && before == 0) {
            object.check.problemId = ++problemId;
        } else if (object.isHost() && before != state) {
            // As in Core 4: a host that goes from DOWN to UNREACHABLE loses its problem's id.
            object.check.lastProblemId = object.check.problemId;
            object.check.problemId = 0;
        }
        if (object.check.acknowledgement == 0) {
            deleteComments(c -> c.entryType() == 4 && !c.persistent() && isOn(c, object));
        }
        tell(StandInEvent.Kind.CHECK);
        if (log) {
            tell(StandInEvent.Kind.STATE);
            log(word(object) + " ALERT: " + object.path() + ";" + object.stateName() + ";" + object.check.logged + ";"
                    + object.check.output);
        }
    }

    /** Says that an object flaps, or no longer does. */
    public synchronized void flap(String host, String service, boolean flapping) {
        StandInObject object = object(host, service);
        object.check.flapping = flapping;
        if (flapping) {
            addComment(object, 3, false, "(Nagios Process)", "Notifications are suppressed: it is flapping.");
        } else {
            deleteComments(c -> c.entryType() == 3 && isOn(c, object));
        }
        log(word(object) + " FLAPPING ALERT: " + object.path() + ";" + (flapping ? "STARTED" : "STOPPED")
                + "; the state changes a lot");
    }

    /** Ends the daemon in an orderly way: all state is retained. */
    public synchronized void stop() {
        log("Caught SIGTERM, shutting down...");
        retain();
        log("Successfully shutdown... (PID=4711)");
        running = false;
        tell(StandInEvent.Kind.PROGRAM);
    }

    /** Kills the daemon: what happened after the last {@link #retain} is lost when it starts again. */
    public synchronized void crash() {
        running = false;
        tell(StandInEvent.Kind.PROGRAM);
    }

    /** Writes the retention file, as the daemon does every hour. */
    public synchronized void retain() {
        retained.clear();
        objects.forEach((name, object) -> retained.put(name, object.retain()));
        replace(retainedComments, comments);
        replace(retainedDowntimes, downtimes);
        retainedProblemId = problemId;
    }

    /** Starts the daemon with the state that was last retained. */
    public synchronized void start() {
        objects.replaceAll((name, object) -> {
            StandInObject.Retained last = retained.get(name);
            object.restore(last == null ? new StandInObject(object.host, object.service).retain() : last);
            return object;
        });
        replace(comments, retainedComments);
        replace(downtimes, retainedDowntimes);
        problemId = retainedProblemId;
        running = true;
        programStart = now();
        log("Nagios 4.4.6 starting... (PID=4711)");
        tell(StandInEvent.Kind.PROGRAM);
    }

    /** Lets the daemon read its configuration again (SIGHUP). */
    public synchronized void reload() {
        log("Caught SIGHUP, restarting...");
        programStart = now();
        log("Nagios 4.4.6 starting... (PID=4711)");
        tell(StandInEvent.Kind.PROGRAM);
    }

    /**
     * Gives the daemon one external command: {@code [epoch] NAME;argument;...}. As with the real one there is no
     * answer, and a command about an object that does not exist does nothing.
     */
    public synchronized void apply(String line) {
        int space = line.indexOf("] ");
        if (!running || !line.startsWith("[") || space < 0) {
            return;
        }
        String command = line.substring(space + 2);
        log("EXTERNAL COMMAND: " + command);
        String name = command.substring(0, (command + ";").indexOf(';'));
        try {
            execute(name, command);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            log("Error: External command failed -> " + command);
        }
        tell(StandInEvent.Kind.COMMAND);
    }

    private void execute(String name, String command) {
        boolean isService = name.contains("SVC") || name.contains("SERVICE");
        int own = isService ? 2 : 1;
        switch (name.replace("_SERVICE", "_SVC").replace("_SVC", "").replace("_HOST", "")) {
            case "ACKNOWLEDGE_PROBLEM" -> acknowledge(arguments(command, own + 5), isService, 0);
            case "ACKNOWLEDGE_PROBLEM_EXPIRE" -> {
                String[] args = arguments(command, own + 6);
                long until = Long.parseLong(args[own + 3]);
                args[own + 3] = args[own + 4];
                args[own + 4] = args[own + 5];
                acknowledge(args, isService, until);
            }
            case "REMOVE_ACKNOWLEDGEMENT" -> {
                StandInObject object = target(arguments(command, own), isService);
                object.acknowledge(0);
                deleteComments(c -> c.entryType() == 4 && !c.persistent() && isOn(c, object));
            }
            case "ADD_COMMENT" -> {
                String[] args = arguments(command, own + 3);
                addComment(target(args, isService), 1, args[own].equals("1"), args[own + 1], args[own + 2]);
            }
            case "DEL_COMMENT" -> {
                int id = Integer.parseInt(arguments(command, 1)[0]);
                deleteComments(c -> c.id() == id && c.service().isEmpty() != isService);
            }
            case "SCHEDULE_DOWNTIME" -> schedule(arguments(command, own + 7), isService);
            case "DEL_DOWNTIME" -> {
                int id = Integer.parseInt(arguments(command, 1)[0]);
                downtimes.stream().filter(d -> d.id() == id).toList().forEach(d -> end(d, "CANCELLED"));
            }
            case "PROCESS_CHECK_RESULT" -> result(arguments(command, own + 2), isService);
            case "ENABLE_NOTIFICATIONS", "DISABLE_NOTIFICATIONS" -> {
                boolean enabled = name.startsWith("ENABLE");
                if (name.endsWith("ABLE_NOTIFICATIONS")) {
                    notifying = enabled;
                } else {
                    target(arguments(command, own), isService).notifying = enabled;
                }
            }
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** Returns the arguments; only the last one may contain semicolons. */
    private static String[] arguments(String command, int count) {
        String[] parts = command.split(";", count + 1);
        if (parts.length <= count) {
            throw new IllegalArgumentException(command);
        }
        return List.of(parts).subList(1, count + 1).toArray(new String[0]);
    }

    private StandInObject target(String[] args, boolean isService) {
        return object(args[0], isService ? args[1] : "");
    }

    private void acknowledge(String[] args, boolean isService, long until) {
        StandInObject object = target(args, isService);
        int own = isService ? 2 : 1;
        if (object.check.state == 0) {
            return;
        }
        object.acknowledge(args[own].equals("2") ? 2 : 1);
        object.check.acknowledgedUntil = until;
        addComment(object, 4, args[own + 2].equals("1"), args[own + 3], args[own + 4]);
    }

    private void schedule(String[] args, boolean isService) {
        StandInObject object = target(args, isService);
        int own = isService ? 2 : 1;
        String text = "This object has been scheduled for fixed downtime.";
        int comment = addComment(object, 2, false, args[own + 5], text);
        long start = Long.parseLong(args[own]);
        long end = Long.parseLong(args[own + 1]);
        downtimes.add(new StandInDowntime(
                nextDowntimeId++,
                object.host,
                object.service,
                start,
                end,
                args[own + 5],
                args[own + 6],
                comment,
                false));
        advance();
    }

    private void result(String[] args, boolean isService) {
        StandInObject object = target(args, isService);
        int own = isService ? 2 : 1;
        String[] lines = args[own + 1].split("\\\\n", 2);
        String[] parts = lines[0].split("\\|", 2);
        set(
                object.host,
                object.service,
                Integer.parseInt(args[own]),
                parts[0],
                lines.length > 1 ? lines[1] : "",
                parts.length > 1 ? parts[1] : "");
    }

    /** Begins and ends downtimes, and ends acknowledgements, whose time has come. */
    private void advance() {
        long now = now();
        for (StandInDowntime downtime : List.copyOf(downtimes)) {
            if (downtime.end() <= now) {
                end(downtime, "STOPPED");
            } else if (downtime.start() <= now && !downtime.inEffect()) {
                downtimes.set(downtimes.indexOf(downtime), downtime.begun());
                logDowntime(downtime, "STARTED");
            }
        }
        for (StandInObject object : objects.values()) {
            if (object.check.acknowledgedUntil > 0 && object.check.acknowledgedUntil <= now) {
                object.acknowledge(0);
            }
        }
    }

    private void end(StandInDowntime downtime, String how) {
        downtimes.remove(downtime);
        deleteComments(c -> c.id() == downtime.commentId());
        logDowntime(downtime, how);
    }

    private void logDowntime(StandInDowntime downtime, String how) {
        log(word(object(downtime.host(), downtime.service())) + " DOWNTIME ALERT: "
                + path(downtime.host(), downtime.service()) + ";" + how + "; scheduled downtime");
        tell(StandInEvent.Kind.DOWNTIME);
    }

    private int addComment(StandInObject object, int type, boolean persistent, String author, String text) {
        int id = nextCommentId++;
        comments.add(new StandInComment(id, object.host, object.service, type, persistent, now(), author, text));
        tell(StandInEvent.Kind.COMMENT);
        return id;
    }

    private void deleteComments(Predicate<StandInComment> which) {
        if (comments.removeIf(which)) {
            tell(StandInEvent.Kind.COMMENT);
        }
    }

    private void log(String text) {
        StandInEvent event = new StandInEvent(StandInEvent.Kind.LOG, "[" + now() + "] " + text);
        listeners.forEach(listener -> listener.accept(event));
    }

    private void tell(StandInEvent.Kind kind) {
        StandInEvent event = new StandInEvent(kind, "");
        listeners.forEach(listener -> listener.accept(event));
    }

    private static <T> void replace(Collection<T> target, Collection<T> by) {
        target.clear();
        target.addAll(by);
    }

    private static boolean isOn(StandInComment comment, StandInObject object) {
        return comment.host().equals(object.host) && comment.service().equals(object.service);
    }

    private static String path(String host, String service) {
        return service.isEmpty() ? host : host + ";" + service;
    }

    private static String word(StandInObject object) {
        return object.isHost() ? "HOST" : "SERVICE";
    }
}
