package io.github.argusglue.core.cluster;

import io.github.argusglue.core.config.OnEngineLoss;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What there is to say about the cluster, as sentences for people. */
public final class ClusterSummary {
    private static final int MOST_NAMES = 20;

    private final ClusterStatus status;
    private final int sources;

    /**
     * Creates it.
     *
     * @param sources number of all sources in the configuration
     */
    public ClusterSummary(ClusterStatus status, int sources) {
        this.status = status;
        this.sources = sources;
    }

    /** Returns one line: who this process is, who else is there, and how many sources this process owns. */
    public String line() {
        Instant session = status.session();
        String members = status.members().isEmpty()
                ? ""
                : " of " + status.members().size() + " ("
                        + names(new TreeSet<>(status.members().keySet())) + ")";
        return "member " + status.member() + members + " in " + status.engine()
                + (session == null ? " without a session" : " since " + session) + ": owns "
                + status.owned().size() + " of " + Count.of(sources, "source");
    }

    /** Returns what does not work, and what this process does about it. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        String trouble = status.trouble();
        if (trouble != null) {
            problems.add(SafeText.line(trouble) + "; " + reaction());
        } else if (status.session() == null) {
            problems.add("this process has no session in " + status.engine() + ", so it owns nothing");
        }
        if (!status.withoutOwner().isEmpty()) {
            problems.add("sources without owner: " + names(status.withoutOwner())
                    + ": no process keeps them in step; check 'pin', and that a process that may own them is running");
        }
        return problems;
    }

    private String reaction() {
        String owned = Count.of(status.owned().size(), "source");
        if (status.owned().isEmpty()) {
            return "this process owns no source and writes nothing until the engine answers";
        } else if (status.onEngineLoss() == OnEngineLoss.CONTINUE) {
            return "this process keeps its " + owned + " in step, and another process that reaches the engine may take"
                    + " them over (on_engine_loss = \"continue\")";
        }
        return "this process stops writing for its " + owned + " before its session ends (on_engine_loss = \"stop\")";
    }

    /** Returns what a person should know although everything works. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!status.otherConfiguration().isEmpty()) {
            remarks.add("other sources in the configuration of " + names(status.otherConfiguration())
                    + ": sources do not move until all processes have the same names and the same 'pin'");
        }
        Map<String, MemberInfo> members = new TreeMap<>(status.members());
        members.forEach((name, info) -> {
            if (!info.cutOff().isEmpty()) {
                remarks.add("member " + name + " cannot reach Argus " + names(info.cutOff())
                        + ": members that reach it take its sources over");
            }
        });
        List<String> leaving = membersThat(members, MemberInfo::leaving);
        if (!leaving.isEmpty()) {
            remarks.add("stopping: " + names(leaving) + ": the others take its sources over");
        }
        MemberInfo own = members.get(status.member());
        if (own != null) {
            List<String> other = members.entrySet().stream()
                    .filter(member -> !member.getValue().version().equals(own.version()))
                    .map(member -> member.getKey() + " ("
                            + SafeText.line(member.getValue().version()) + ")")
                    .toList();
            if (!other.isEmpty()) {
                remarks.add("another version than here (" + own.version() + "): " + names(other));
            }
        }
        return remarks;
    }

    private static List<String> membersThat(Map<String, MemberInfo> members, Predicate<MemberInfo> wanted) {
        return members.entrySet().stream()
                .filter(member -> wanted.test(member.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String names(Collection<String> all) {
        String first = String.join(
                ", ", all.stream().limit(MOST_NAMES).map(SafeText::line).toList());
        return all.size() > MOST_NAMES ? first + " and " + (all.size() - MOST_NAMES) + " more" : first;
    }
}
