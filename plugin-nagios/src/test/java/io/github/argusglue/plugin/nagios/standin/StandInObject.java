package io.github.argusglue.plugin.nagios.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One host or service of {@link StandInNagios}: its configuration, and its state by the rules of Core 4.4. Frontends
 * read it in {@link StandInNagios#read}.
 */
public final class StandInObject {
    private static final List<String> HOST_STATES = List.of("UP", "DOWN", "UNREACHABLE");
    private static final List<String> SERVICE_STATES = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");

    public final String host;
    /** Description of the service; empty for a host. */
    public final String service;

    public String alias = "";
    public String address = "";
    public String notesUrl = "";
    public int maxAttempts = 3;
    public boolean notifying = true;
    public List<String> parents = List.of();
    /** Host groups of a host, service groups of a service. */
    public List<String> groups = List.of();

    public List<String> contactGroups = List.of();
    /** Without the underscore, names in upper case. */
    public final Map<String, String> variables = new LinkedHashMap<>();

    public Check check = new Check();

    StandInObject(String host, String service) {
        this.host = host;
        this.service = service;
    }

    public StandInObject alias(String value) {
        alias = value;
        return this;
    }

    public StandInObject address(String value) {
        address = value;
        return this;
    }

    /** Sets the link to notes, in which macros such as {@code $HOSTNAME$} are allowed. */
    public StandInObject notesUrl(String value) {
        notesUrl = value;
        return this;
    }

    public StandInObject maxAttempts(int value) {
        maxAttempts = value;
        return this;
    }

    public StandInObject parents(String... names) {
        parents = List.of(names);
        return this;
    }

    public StandInObject groups(String... names) {
        groups = List.of(names);
        return this;
    }

    public StandInObject contactGroups(String... names) {
        contactGroups = List.of(names);
        return this;
    }

    public StandInObject variable(String name, String value) {
        variables.put(name.toUpperCase(Locale.ROOT), value);
        return this;
    }

    public boolean isHost() {
        return service.isEmpty();
    }

    /** Returns the name of the state: {@code CRITICAL}, {@code DOWN}. */
    public String stateName() {
        return (isHost() ? HOST_STATES : SERVICE_STATES).get(check.state);
    }

    /** Returns the link to notes as a person sees it. */
    public String expandedNotesUrl() {
        return notesUrl.replace("$HOSTNAME$", host).replace("$SERVICEDESC$", service);
    }

    /**
     * Takes a result of a check.
     *
     * @return whether state or type changed, or another attempt failed, which is when Nagios writes a line to its log;
     *     the line's type and attempt are in {@link Check#logged}
     */
    boolean take(int state, String output, String longOutput, String perfData, boolean hostUp, long now) {
        Check before = check.copy();
        check.checked = true;
        check.lastCheck = now;
        check.output = output;
        check.longOutput = longOutput;
        check.perfData = perfData;
        // Core 4 takes the time for the state that the check has found, not for the one that it sets.
        check.lastTime[before.state] = now;
        check.state = state;
        boolean changed = before.state != state;
        if (state == 0) {
            recover(before, now);
        } else {
            fail(before, hostUp, now);
        }
        if (changed) {
            check.lastStateChange = now;
            if (state == 0 || check.acknowledgement != 2) {
                acknowledge(0);
            }
        }
        if (check.hard) {
            if (check.lastHardState != state) {
                check.lastHardStateChange = now;
            }
            check.lastHardState = state;
        }
        return changed || (state != 0 && !before.hard);
    }

    private void recover(Check before, long now) {
        if (before.state != 0) {
            check.logged = (before.hard ? "HARD;" : "SOFT;") + (before.hard ? before.attempt : before.attempt + 1);
            check.lastProblemId = before.problemId;
            check.problemId = 0;
            if (before.hard) {
                check.lastHardStateChange = now;
            }
        }
        check.hard = true;
        check.attempt = 1;
    }

    private void fail(Check before, boolean hostUp, long now) {
        if (isHost() || !hostUp || maxAttempts == 1) {
            // A passive result of a host, and any of a service whose host is down, is hard at once.
            check.attempt = before.state == 0 ? 1 : before.attempt;
            check.hard = true;
        } else if (before.state == 0) {
            check.attempt = 1;
            check.hard = false;
        } else if (!before.hard) {
            check.attempt = Math.min(before.attempt + 1, maxAttempts);
            check.hard = check.attempt == maxAttempts;
            if (check.hard) {
                check.lastStateChange = now;
                check.lastHardStateChange = now;
            }
        }
        check.logged = (check.hard ? "HARD;" : "SOFT;") + check.attempt;
    }

    void acknowledge(int type) {
        check.acknowledgement = type;
        check.acknowledgedUntil = 0;
    }

    /** What the daemon knows by its checks, and keeps over a restart. */
    public static final class Check {
        public boolean checked;
        public int state;
        public boolean hard = true;
        public int attempt = 1;
        public long lastCheck;
        public long lastStateChange;
        public long lastHardStateChange;
        public int lastHardState;
        /** {@code last_time_ok}, {@code last_time_warning} and so on, by number of the state. */
        public long[] lastTime = new long[4];

        public String output = "";
        public String longOutput = "";
        public String perfData = "";
        /** 0 none, 1 normal, 2 sticky. */
        public int acknowledgement;
        /** Epoch in seconds; 0 for never. */
        public long acknowledgedUntil;

        public boolean flapping;
        public int problemId;
        public int lastProblemId;
        String logged = "HARD;1";

        Check copy() {
            Check copy = new Check();
            copy.checked = checked;
            copy.state = state;
            copy.hard = hard;
            copy.attempt = attempt;
            copy.lastCheck = lastCheck;
            copy.lastStateChange = lastStateChange;
            copy.lastHardStateChange = lastHardStateChange;
            copy.lastHardState = lastHardState;
            copy.lastTime = lastTime.clone();
            copy.output = output;
            copy.longOutput = longOutput;
            copy.perfData = perfData;
            copy.acknowledgement = acknowledgement;
            copy.acknowledgedUntil = acknowledgedUntil;
            copy.flapping = flapping;
            copy.problemId = problemId;
            copy.lastProblemId = lastProblemId;
            copy.logged = logged;
            return copy;
        }
    }

    /** What survives a crash: the object as it was when the daemon last wrote its retention file. */
    record Retained(Check check, boolean notifying) {}

    Retained retain() {
        return new Retained(check.copy(), notifying);
    }

    void restore(Retained retained) {
        check = retained.check().copy();
        notifying = retained.notifying();
    }

    /** Returns the object's name as the daemon's commands and log lines have it. */
    String path() {
        return isHost() ? host : host + ";" + service;
    }
}
